import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { fakeEnvironment } from '../aws/support.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { missingTools } from '../support/tools.ts';
import { type Block, blocksOf } from './blocks.ts';
import { Terminal } from './terminal.ts';

/** The repository's own name, and so that of a clone. */
const repository = 'generator-lambda-nativeaot';

/** A clone of this repository, with what is not committed yet. */
async function clone(folder: string): Promise<void> {
  const root = packageRoot();
  await execa('git', ['clone', '--quiet', root, folder]);
  const git = async (...args: string[]) =>
    (await execa('git', [...args, '-z'], { cwd: root })).stdout.split('\0').filter(Boolean);
  for (const path of await git('ls-files', '--deleted')) await rm(join(folder, path), { force: true });
  const changed = await git('diff', '--name-only', '--diff-filter=d', 'HEAD');
  for (const path of [...changed, ...(await git('ls-files', '--others', '--exclude-standard'))])
    await cp(join(root, path), join(folder, path));
}

/** An account with AWS, where moto_server stands in for it; empty for each page. */
class Account {
  #moto: Moto | undefined;

  /** The environment of someone who has it. */
  async environment(): Promise<Record<string, string>> {
    this.#moto ??= await startMoto();
    const { AWS_REGION } = fakeEnvironment;
    return { ...fakeEnvironment, AWS_DEFAULT_REGION: AWS_REGION, AWS_ENDPOINT_URL: this.#moto.url };
  }

  async close(): Promise<void> {
    await this.#moto?.close();
  }
}

/** Someone who types one page after the other, each in a terminal of its own. */
export class Reader {
  readonly #walks = new Map<string, Promise<Terminal>>();
  readonly #folders: string[] = [];

  /**
   * Does what a page says, once. Pages at the top begin in a clone of the repository, the same for all of them;
   * a page that begins with `cd hello-native` does so in the project that docs/getting-started.md leaves.
   */
  walk(page: string): Promise<Terminal> {
    const known = this.#walks.get(page);
    if (known) return known;
    const walking = this.#start(page).then((terminal) => this.#follow(page, terminal));
    this.#walks.set(page, walking);
    // Another try starts from the beginning.
    walking.catch(() => this.#walks.delete(page));
    return walking;
  }

  async close(): Promise<void> {
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }

  async #start(page: string): Promise<Terminal> {
    if (!page.includes('/') && page !== 'README.md') {
      const terminal = await this.walk('README.md');
      terminal.enter(terminal.home, repository);
      return terminal;
    }
    const folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
    this.#folders.push(folder);
    const terminal = await Terminal.open(folder);
    if (page === 'README.md') {
      await clone(join(terminal.home, repository));
      terminal.enter(terminal.home, repository);
    }
    const first = blocksOf(page).find(({ kind }) => kind === 'sh')?.text;
    if (first?.startsWith('cd hello-native\n')) {
      const { home } = await this.walk('docs/getting-started.md');
      await cp(join(home, 'hello-native'), join(terminal.home, 'hello-native'), {
        recursive: true,
        preserveTimestamps: true,
      });
    }
    return terminal;
  }

  async #follow(page: string, terminal: Terminal): Promise<Terminal> {
    const account = new Account();
    let output: string | undefined;
    try {
      for (const block of blocksOf(page)) {
        if (block.kind === 'text') expectLines(block, output);
        else if (block.kind === 'sh background') await terminal.background(block.text);
        else output = await run(block, terminal, account);
      }
    } finally {
      await terminal.endBackground();
      await account.close();
    }
    return terminal;
  }
}

/** Runs a block where that is possible here; answers what it printed, or undefined. */
async function run(block: Block, terminal: Terminal, account: Account): Promise<string | undefined> {
  const { kind, words, text, where } = block;
  const tools = { sh: [], 'sh fails': [], 'sh aws': ['moto_server'], 'sh needs': words };
  if (!(kind in tools)) return undefined;
  const missing = await missingTools(...tools[kind as keyof typeof tools]);
  if (missing) console.warn(`${where} is skipped: ${missing}`);
  if (missing) return undefined;
  if (kind === 'sh needs') await terminal.install(...words);
  const { exitCode, all } = await terminal.run(text, kind === 'sh aws' ? await account.environment() : {});
  await terminal.endBackground();
  const expected = expect(exitCode, `${where} ended with ${exitCode}:\n${all}`);
  if (kind === 'sh fails') expected.not.toBe(0);
  else expected.toBe(0);
  return all;
}

function expectLines({ text, where }: Block, output: string | undefined): void {
  if (output === undefined) return;
  for (const line of text.trimEnd().split('\n')) expect(output, where).toContain(line);
}
