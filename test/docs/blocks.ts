import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';
import { listFiles } from '../support/folders.ts';

/*
 * What the word after ``` says of a block:
 *
 *   sh               commands that are run and must succeed
 *   sh fails         commands that are run and must fail
 *   sh background    for a second terminal: runs until the next block that is run is done
 *   sh aws           needs an account; run against moto_server
 *   sh aws only      needs AWS itself: not run
 *   sh docker        needs Docker: not run
 *   sh install       sets up the reader's machine: not run
 *   sh needs TOOL…   run where the tools are there
 *   sh in FILE       run by that test or workflow, which has each of its words (or its parts, in a folder of its name)
 *   sh usage         forms of a command, not to be typed as they stand: not run
 *   text             lines that are in the output of the block before
 *
 * A block without a word, or with a language's, is there to be read.
 */

/** A block of commands or of expected output. */
export interface Block {
  readonly kind: (typeof kinds)[number];
  /** What follows the kind: tools, or a file. */
  readonly words: readonly string[];
  readonly text: string;
  /** PAGE:LINE */
  readonly where: string;
}

// The longer first: "sh aws only" begins as "sh aws" does.
const kinds = [
  'sh aws only',
  'sh aws',
  'sh background',
  'sh docker',
  'sh fails',
  'sh in',
  'sh install',
  'sh needs',
  'sh usage',
  'sh',
  'text',
] as const;

const languages = new Set(['', 'csharp', 'json', 'mermaid', 'xml', 'yaml']);

/** The text of a page, which is named relative to the repository. */
export const readPage = (page: string): string => readFileSync(join(packageRoot(), page), 'utf8');

/** The text of a test or a workflow, with its parts: of a test, they are in a folder of its name. */
export function textOfTest(file: string): string {
  const folder = file.replace(/\.test\.ts$/, '');
  const isSplit = folder !== file && existsSync(join(packageRoot(), folder));
  const parts = isSplit ? readdirSync(join(packageRoot(), folder)).map((name) => `${folder}/${name}`) : [];
  return [file, ...parts].map(readPage).join('\n');
}

/** The blocks of a page. @throws Error for one of a kind that is not known. */
export function blocksOf(page: string): Block[] {
  const source = readPage(page);
  return [...source.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].flatMap((match): Block[] => {
    const [, info = '', text = ''] = match;
    const where = `${page}:${source.slice(0, match.index).split('\n').length}`;
    if (languages.has(info)) return [];
    const kind = kinds.find((known) => info === known || info.startsWith(`${known} `));
    const words = kind === undefined ? [] : info.slice(kind.length).split(' ').filter(Boolean);
    const takesWords = kind === 'sh in' || kind === 'sh needs';
    if (kind === undefined || takesWords !== words.length > 0)
      throw new Error(`${where}: no kind of block is called "${info}"`);
    return [{ kind, words, text, where }];
  });
}

const markdownIn = async (folder: string) =>
  (await listFiles(join(packageRoot(), folder)))
    .filter((path) => path.endsWith('.md'))
    .map((path) => `${folder}/${path}`);

/** Pages at the top, which are about the repository, and those below docs/. */
export async function allPages(): Promise<string[]> {
  const top = ['README.md', 'CONTRIBUTING.md'].filter((page) => existsSync(join(packageRoot(), page)));
  return [...top, ...(await markdownIn('docs'))];
}

/** Pages of the examples, which new projects have as well. */
export const examplePages = (): Promise<string[]> => markdownIn('examples');
