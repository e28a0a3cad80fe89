import { readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { packageRoot } from '../../src/package.ts';
import { bin } from '../support/bin.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { temporaryFolder } from '../support/folders.ts';

// The commands of docs/workshop.md, run as a reader would type them. A block is marked where it is not to be run
// ("sh install", "sh aws"), fails on purpose ("sh fails") or belongs into a second terminal ("sh background", until
// the block after it is done). What stands in a "text" block must be in the output of the block before it.

const page = readFileSync(join(packageRoot(), 'docs', 'workshop.md'), 'utf8');

interface Block {
  readonly kind: string;
  readonly text: string;
  readonly line: number;
}

const blocks: Block[] = [...page.matchAll(/^```(\w+(?: \w+)?)\n([\s\S]*?)^```$/gm)].map((match) => ({
  kind: match[1] as string,
  text: match[2] as string,
  line: page.slice(0, match.index).split('\n').length,
}));

const kinds = ['sh', 'sh aws', 'sh background', 'sh fails', 'sh install', 'text'];

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

/** A terminal in which the package is installed; its emulators listen on a port of their own. */
class Terminal {
  readonly #port: number;
  readonly #env: Record<string, string>;
  readonly #place: string;
  #folder: string;

  private constructor(folder: string, tools: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.#place = join(tools, 'place');
    this.#env = { ...dotnetEnvironment, PATH: `${tools}${delimiter}${process.env.PATH}` };
  }

  static async open(): Promise<Terminal> {
    const home = await temporaryFolder();
    const tools = join(home, 'tools');
    const work = join(home, 'work');
    await mkdir(tools);
    await mkdir(work);
    const port = await freePort();
    const shim = join(tools, 'lambda-nativeaot');
    await writeFile(
      shim,
      `#!/bin/sh\ncase "$1" in local|invoke) set -- "$@" --port ${port} ;; esac\nexec "${process.execPath}" "${bin}" "$@"\n`,
    );
    await chmod(shim, 0o755);
    return new Terminal(work, tools, port);
  }

  start(text: string) {
    return execa('bash', ['-c', text], {
      cwd: this.#folder,
      env: this.#env,
      stdin: 'ignore',
      reject: false,
      // Its whole group is ended: the shell and what it runs.
      detached: true,
    });
  }

  async untilListening(): Promise<void> {
    while (!(await answers(this.#port))) await sleep(50);
  }

  /** Runs a block; the folder that it ends in is where the next one begins. */
  async run(text: string): Promise<{ exitCode: number | undefined; all: string | undefined }> {
    const script = `set -euo pipefail\ntrap 'pwd > "${this.#place}"' EXIT\n${text.replaceAll('127.0.0.1:9001', `127.0.0.1:${this.#port}`)}`;
    const { exitCode, all } = await execa('bash', ['-c', script], {
      cwd: this.#folder,
      env: this.#env,
      stdin: 'ignore',
      reject: false,
      all: true,
    });
    this.#folder = (await readFile(this.#place, 'utf8')).trim();
    return { exitCode, all };
  }
}

describe('docs/workshop.md', () => {
  test('has no block of a kind that is not known', () => {
    expect(blocks.filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
  });

  test('calls commands and flags that there are, also where it needs AWS', () => {
    for (const { text } of blocks.filter(({ kind }) => kind.startsWith('sh'))) {
      for (const [, name, rest] of text.matchAll(/^lambda-nativeaot ([a-z-]+)(.*)$/gm)) {
        const command = commands.find((candidate) => candidate.name === name);
        const words = [...(rest as string).matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
          (m) => m[1] ?? m[2] ?? m[3] ?? '',
        );
        expect(command, `lambda-nativeaot ${name}`).toBeDefined();
        if (command)
          expect(() => parseCommandLine(command, words), `lambda-nativeaot ${name}${rest}`).not.toThrow();
      }
    }
  });

  test('leads a reader through to the end', { timeout: 1_200_000 }, async () => {
    const terminal = await Terminal.open();
    let second: ReturnType<Terminal['start']> | undefined;
    let output = '';
    for (const { kind, text, line } of blocks) {
      const where = `docs/workshop.md:${line}`;
      if (kind === 'text') {
        for (const expected of text.trimEnd().split('\n')) expect(output, where).toContain(expected);
      } else if (kind === 'sh background') {
        second = terminal.start(text);
        await terminal.untilListening();
      } else if (kind === 'sh' || kind === 'sh fails') {
        const { exitCode, all = '' } = await terminal.run(text);
        output = all;
        if (kind === 'sh') expect({ where, exitCode, all }).toMatchObject({ exitCode: 0 });
        else expect({ where, exitCode }).not.toMatchObject({ exitCode: 0 });
        if (second?.pid !== undefined) process.kill(-second.pid, 'SIGINT');
        await second;
        second = undefined;
      }
    }
  });
});
