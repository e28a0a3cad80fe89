import { extname } from 'node:path';
import { lineOf } from '../dotnet/splice.ts';
import { findFiles } from '../files/find.ts';
import { fileLimits } from '../files/limits.ts';
import { readBytes } from '../files/read.ts';
import { shown } from './locate.ts';

/** A line of some other file that names a handler of the assembly: Terraform, CDK, Pulumi, a script, a workflow. */
export interface Mention {
  /** Relative to the converted folder. */
  readonly path: string;
  readonly line: number;
  readonly handler: string;
}

/** What deploys functions is written in these. */
const extensions = new Set(
  '.cs .fs .tf .tfvars .ts .js .mjs .py .yml .yaml .json .template .sh .ps1 .toml'.split(' '),
);

/** More files than this are no project's own. */
const mostFiles = 3000;

/** The text of a file that holds these words; undefined for any other, which is not even decoded. */
async function textWith(words: string, path: string): Promise<string | undefined> {
  // Bigger files are data, and what cannot be read deploys nothing.
  const bytes = await readBytes(path, fileLimits.searched).catch(() => undefined);
  return bytes?.includes(words) ? bytes.toString('utf8') : undefined;
}

/**
 * Every place in a folder that names a handler of this assembly, `Assembly::Type::Method`, but for the files that are
 * left out, since they are read for what they say.
 */
export async function findMentions(
  root: string,
  folder: string,
  assembly: string,
  leftOut: ReadonlySet<string>,
): Promise<Mention[]> {
  const found = await findFiles(folder, (name) => extensions.has(extname(name))).catch(() => []);
  if (found.length > mostFiles) return [];
  // What the CDK generated is generated again.
  const paths = found.filter((path) => !leftOut.has(path) && !/[\\/]cdk\.out[\\/]/.test(path));
  const start = `${assembly}::`;
  const mentions: Mention[] = [];
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: await textWith(start, path) })));
  for (const { path, text } of texts) {
    if (text === undefined) continue;
    for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, at + start.length)) {
      const handler = /^[\w.+`-]+::[\w.+`]+::\w+/.exec(text.slice(at, at + 400))?.[0];
      const isWhole = !/[\w.-]/.test(text[at - 1] ?? ' ');
      if (handler && isWhole) mentions.push({ path: shown(root, path), line: lineOf(text, at), handler });
    }
  }
  return mentions;
}
