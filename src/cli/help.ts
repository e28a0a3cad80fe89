import { join } from 'node:path';
import { type Argument, allOptions, type Command, commonOptions, type Option } from '../commands/command.ts';
import { packageRoot } from '../package.ts';
import { wrap } from '../ui/wrap.ts';

/** The width that help fits into; a terminal of 80 columns is the least we expect. */
const width = 80;

const dashed = (name: string) => (name.length === 1 ? `-${name}` : `--${name}`);

function flag(option: Option): string {
  const names = [option.alias, option.name].filter((name) => name !== undefined).map(dashed);
  const name = names.join(', ');
  if (option.type === 'boolean') return name;
  if (option.type === 'choice') return `${name} ${option.name.toUpperCase()}`;
  if (option.type === 'list') return `${name} LIST`;
  return `${name} ${option.placeholder}`;
}

const choicesOf = (option: Option) =>
  'choices' in option ? option.choices.map(({ value }) => value).join(', ') : undefined;

function remark(option: Option, choices = choicesOf(option)): string {
  const fallback = 'default' in option && option.default !== undefined ? ` (${option.default})` : '';
  return `${option.description}${choices === undefined ? '' : `: ${choices}`}${fallback}`;
}

/** Two columns, the right one wrapped within 80 characters. */
function columns(rows: readonly (readonly [string, string])[]): string {
  const left = Math.max(...rows.map(([name]) => name.length)) + 4;
  return rows
    .map(([name, text]) =>
      wrap(text, width - left)
        .map((line, i) => (i === 0 ? `  ${name}`.padEnd(left) : ' '.repeat(left)) + line)
        .join('\n'),
    )
    .join('\n');
}

function argumentText({ name, many, required }: Argument): string {
  const text = many ? `${name}...` : name;
  return required ? text : `[${text}]`;
}

const usageOf = ({ name, argument }: Command) =>
  `lambda-nativeaot ${name}${argument ? ` ${argumentText(argument)}` : ''} [flags]`;

/** Where the pages are that came with this installation. */
const docsFolder = () => join(packageRoot(), 'docs');

const pageText = (docs: string, page: string) => `Documentation:\n  ${join(docs, page)}`;

/** The help of one command; the pages are in the folder `docs`. */
export function commandHelp(command: Command, docs: string = docsFolder()): string {
  const { argument, page } = command;
  const sections = [
    `${wrap(command.summary, width).join('\n')}\n\nUsage: ${usageOf(command)}`,
    ...(argument ? [`Argument:\n${columns([[argument.name, argument.description]])}`] : []),
    `Flags:\n${columns(allOptions(command).map((o) => [flag(o), remark(o)]))}`,
    ...(command.examples.length > 0
      ? [`Examples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`]
      : []),
    pageText(docs, page),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The help of the bin as a whole. */
export function overview(commands: readonly Command[], docs: string = docsFolder()): string {
  return [
    'AWS Lambda functions compiled with .NET NativeAOT.',
    'Usage: lambda-nativeaot COMMAND [flags]',
    `Commands:\n${columns(commands.map((c) => [c.name, c.summary]))}`,
    '"lambda-nativeaot COMMAND --help" shows the flags of a command.\nWith Yeoman: yo lambda-nativeaot[:COMMAND]',
    pageText(docs, 'README.md'),
  ]
    .join('\n\n')
    .concat('\n');
}

/** One row a flag, for a page from which `docs` leads to the folder docs (Markdown). */
function flagTable(command: Command, docs: string): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const listed = (o: Option) =>
    'page' in o ? `one of [${o.choices.length}](${docs}${o.page})` : choicesOf(o);
  const rows = command.options.map((o) => `| \`${cell(flag(o))}\` | ${cell(remark(o, listed(o)))} |`);
  return ['| flag | meaning |', '|---|---|', ...rows].join('\n');
}

/** The reference of all commands (Markdown). */
export function commandReference(commands: readonly Command[]): string {
  const sections = commands.map((command) => {
    const { name, page, summary, argument, examples } = command;
    const parts = [
      `## ${name}\n\n${summary} More in [${page}](${page}).`,
      `\`\`\`sh usage\n${[usageOf(command), ...examples].join('\n')}\n\`\`\``,
      ...(argument ? [`\`${argument.name}\`: ${argument.description}`] : []),
      flagTable(command, ''),
    ];
    return parts.join('\n\n');
  });
  const common = commonOptions.map((o) => `\`${flag(o)}\` (${o.description})`).join(', ');
  return [
    '# Commands',
    `Every command is \`lambda-nativeaot COMMAND\`, or \`yo lambda-nativeaot:COMMAND\` (\`new\` is \`yo lambda-nativeaot\`), and takes ${common}.`,
    'Exit codes: 0 done, 1 it failed, 2 wrong usage, 3 a check found problems, 130 interrupted.',
    ...sections,
  ]
    .join('\n\n')
    .concat('\n');
}
