import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { bin } from '../support/bin.ts';
import { bareMachine, linkPrograms } from './bare.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** The port that a reader's emulator has. */
const usualPort = '127.0.0.1:9001';

/** Where a reader types: a shell on a bare machine with the package installed, whose emulators listen on a port of their own. */
export class Terminal {
  /** Where its shells started. */
  readonly home: string;
  readonly #port: number;
  readonly #env: Record<string, string>;
  readonly #place: string;
  #folder: string;
  #second: { readonly pid: number | undefined; readonly output: Promise<string> } | undefined;

  readonly #tools: string;

  private constructor(home: string, tools: string, port: number, machine: Record<string, string>) {
    this.home = home;
    this.#folder = home;
    this.#port = port;
    this.#tools = tools;
    this.#place = join(tools, 'place');
    // What is installed globally goes beside.
    const path = [tools, join(tools, 'npm', 'bin'), machine.PATH].join(delimiter);
    this.#env = { ...machine, npm_config_prefix: join(tools, 'npm'), NO_COLOR: '1', PATH: path };
  }

  /** Opens one in a new folder below `folder`. */
  static async open(folder: string): Promise<Terminal> {
    const tools = join(folder, 'tools');
    const home = join(folder, 'work');
    await mkdir(tools);
    await mkdir(home);
    const port = await freePort();
    const shim = join(tools, 'lambda-nativeaot');
    const linked = join(tools, 'npm', 'bin', 'lambda-nativeaot');
    await writeFile(
      shim,
      `#!/bin/sh
case "$1" in local|invoke) set -- "$@" --port ${port} ;; esac
[ -e "${linked}" ] && exec "${linked}" "$@"
exec "${process.execPath}" "${bin}" "$@"
`,
    );
    await chmod(shim, 0o755);
    return new Terminal(home, tools, port, await bareMachine(tools));
  }

  /** Goes to a folder. */
  enter(...folder: string[]): void {
    this.#folder = join(...folder);
  }

  /** Installs programs that a block needs beyond those of the README. */
  async install(...programs: string[]): Promise<void> {
    await linkPrograms(join(this.#tools, 'bin'), programs);
  }

  /** Starts a block in a second terminal, and waits until its emulator listens. */
  async background(text: string): Promise<void> {
    await this.endBackground();
    const started = execa('bash', ['-c', text], {
      cwd: this.#folder,
      env: this.#env,
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      all: true,
      // Its whole group is ended: the shell and what it runs.
      detached: true,
    });
    let ended = false;
    const output = started.then(({ all }) => {
      ended = true;
      return all;
    });
    this.#second = { pid: started.pid, output };
    while (!(await answers(this.#port))) {
      if (ended) throw new Error(`the second terminal ended: ${await output}`);
      await sleep(50);
    }
  }

  /** Ctrl-C in the second terminal. */
  async endBackground(): Promise<void> {
    const second = this.#second;
    this.#second = undefined;
    if (second?.pid === undefined) return;
    process.kill(-second.pid, 'SIGINT');
    await second.output;
  }

  /** Runs a block; the folder that it ends in is where the next one begins. */
  async run(text: string, env: Readonly<Record<string, string>> = {}) {
    const script = text.replaceAll(usualPort, `127.0.0.1:${this.#port}`);
    const { exitCode, all = '' } = await execa(
      'bash',
      ['-c', `set -euo pipefail\ntrap 'pwd > "${this.#place}"' EXIT\n${script}`],
      {
        cwd: this.#folder,
        env: { ...this.#env, ...env },
        extendEnv: false,
        stdin: 'ignore',
        reject: false,
        all: true,
      },
    );
    this.#folder = (await readFile(this.#place, 'utf8')).trim();
    return { exitCode, all };
  }
}
