import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { allOptions, type Command } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/commands.ts';
import { packageRoot } from '../../src/package.ts';

const fileOf = (...path: string[]) => readFileSync(join(packageRoot(), ...path), 'utf8');
const makefile = [
  ...['Makefile', 'aws.mk'].map((name) => fileOf('examples', 'hello-native', name)),
  // What --with cdk adds.
  fileOf('templates', 'extras', 'cdk', 'infra', 'cdk.mk'),
].join('\n');
const names = (pattern: RegExp) => new Set([...makefile.matchAll(pattern)].map(([, name]) => name));
const targets = names(/^([a-z-]+):.*## /gm);
const variables = names(/\b([A-Z][A-Z_]+)\b/g);
const { scripts } = JSON.parse(fileOf('package.json')) as { scripts: Record<string, string> };

/** Whether the commands are meant as they stand, or with placeholders in them. */
type Strictness = 'exact' | 'form';

/** What is wrong with the arguments of a command of ours, or undefined. */
function problemOf(command: Command, words: readonly string[], strictness: Strictness): string | undefined {
  if (strictness === 'form') {
    const known = new Set(allOptions(command).flatMap(({ name, alias }) => [name, alias]));
    const flags = words.flatMap((word) => /^--?([a-z][a-z0-9-]*)/.exec(word)?.[1] ?? []);
    const unknown = flags.find((flag) => !known.has(flag));
    return unknown === undefined ? undefined : `there is no flag ${unknown}`;
  }
  try {
    parseCommandLine(command, words);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function ownCommand(name: string | undefined, key: 'name' | 'generator', strictness: Strictness) {
  return (words: readonly string[]): string | undefined => {
    if (name === undefined || name.startsWith('-') || /^\[?[A-Z]+/.test(name)) return undefined;
    const command = commands.find((candidate) => candidate[key] === name);
    return command ? problemOf(command, words, strictness) : `there is no command ${name}`;
  };
}

function makeProblem(words: readonly string[]): string | undefined {
  for (const word of words.filter((w) => !w.startsWith('-'))) {
    const [name = '', value] = word.split('=');
    if (!(value === undefined ? targets : variables).has(name)) return `the Makefile has no ${name}`;
  }
  return undefined;
}

/** Words of a simple command as a shell would make them; comments and redirections are none. */
export const wordsOf = (text: string): string[] =>
  [...text.replaceAll(/\s\d?>&?\s*\S+/g, '').matchAll(/(?:^|\s)#.*|(?:'[^']*'|"[^"]*"|[^\s'"])+/g)]
    .map(([word]) => word)
    .filter((word) => !word.trimStart().startsWith('#'))
    .map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, one, two) => one ?? two));

/** What is wrong with a command, or undefined; of programs that are not ours nothing is known. */
function claimProblem(text: string, strictness: Strictness): string | undefined {
  const words = wordsOf(text);
  while (/^\w+=/.test(words[0] ?? '')) words.shift();
  const [program, first, ...rest] = words;
  if (program === 'lambda-nativeaot') return ownCommand(first, 'name', strictness)(rest);
  if (program === 'yo') {
    const generator = first?.split(':')[1] ?? 'app';
    return ownCommand(generator, 'generator', strictness)(rest);
  }
  if (program === 'make') return makeProblem(words.slice(1));
  if (program === 'npm' && first === 'run')
    return scripts[rest[0] ?? ''] ? undefined : `package.json has no script ${rest[0]}`;
  return undefined;
}

/** The simple commands of a script; the text of its here-documents is none. */
export function commandsOf(script: string): string[] {
  return script
    .replaceAll(/<<'?(\w+)'?.*\n[\s\S]*?\n\1$/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => line.split(/\s+(?:&&|\|\|?|;)\s+/))
    .map((command) => command.trim())
    .filter((command) => command !== '' && !command.startsWith('#'));
}

/** What a script claims that is not so: commands, flags, targets and scripts that there are none of. */
export function falseClaims(script: string, strictness: Strictness): string[] {
  return commandsOf(script).flatMap((command) => {
    const problem = claimProblem(command, strictness);
    return problem === undefined ? [] : [`${command}: ${problem}`];
  });
}

/** The same of what stands in a page between single backticks. */
export function falseClaimsInProse(page: string): string[] {
  const prose = page.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => falseClaims(code, 'form'));
}
