import { extname } from 'node:path';
import { lineOf } from '../../dotnet/splice.ts';
import { findFiles } from '../../files/find.ts';
import { fileLimits } from '../../files/limits.ts';
import { readBytes } from '../../files/read.ts';
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

/** More files than this are no project's own; a file with more mentions is data. */
const limits = { files: 3000, mentions: 200 };

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
  if (found.length > limits.files) return [];
  // What the CDK generated is generated again.
  const paths = found.filter((path) => !leftOut.has(path) && !/[\\/]cdk\.out[\\/]/.test(path));
  const mentions: Mention[] = [];
  // One after the other: a folder may hold more text than memory.
  for (const path of paths) {
    const text = await textWith(`${assembly}::`, path);
    const found = text === undefined ? [] : mentionsIn(text, shown(root, path), assembly);
    if (found.length <= limits.mentions) mentions.push(...found);
  }
  return mentions;
}

/** The mentions in one text; one more than the limit where there are too many. */
function mentionsIn(text: string, path: string, assembly: string): Mention[] {
  const start = `${assembly}::`;
  const mentions: Mention[] = [];
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, at + start.length)) {
    const handler = /^[\w.+`-]+::[\w.+`]+::\w+/.exec(text.slice(at, at + 400))?.[0];
    const isWhole = !/[\w.-]/.test(text[at - 1] ?? ' ');
    if (handler && isWhole) mentions.push({ path, line: lineOf(text, at), handler });
    if (mentions.length > limits.mentions) break;
  }
  return mentions;
}
