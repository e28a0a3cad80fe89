import type { Option } from '../commands/command.ts';
import { capitalized } from '../ui/wording.ts';
import type { AnyRow, SamFunction } from './row.ts';
import { settingRows } from './table.ts';
import { isObject } from './values.ts';

/** docs/settings.md, from the rows. */

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

/** `Outer.Inner` where an object has one member of Lambda's, `Outer` for everything else. */
function memberPath([name, value]: readonly [string, unknown]): string {
  const inner = isObject(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : [];
  return inner.length === 1 && /^[A-Z]\w+$/.test(String(inner[0])) ? `${name}.${inner[0]}` : name;
}

function flagText(option: Option): string {
  const { name, alias, type } = option;
  const names = [name, alias].filter((text) => text !== undefined).map((text) => `--${text}`);
  const value = 'placeholder' in option ? ` ${option.placeholder}` : '';
  return code(`${names.at(-1)}${type === 'choice' ? ` ${name.toUpperCase()}` : value}`);
}

/** Where Lambda has it: a member of the configuration, or calls. */
function lambdaText({ lambda, from, example }: AnyRow): string {
  if (lambda.kind !== 'member') return lambda.operations.map(code).join(', ');
  const wanted = from({}, example.setting, { name: 'NAME', fileEnvironment: {}, handlerVariables: {} });
  const request = lambda.write(wanted, {}, undefined);
  return code(memberPath([lambda.member, request[lambda.member]]));
}

const samFunction: SamFunction = {
  id: 'X',
  name: 'x',
  logGroup: '/aws/lambda/x',
  hasOwnLogGroup: true,
  hasRole: true,
};

function samText({ sam, example }: AnyRow): string {
  if ('missing' in sam) return sam.missing;
  const setting = example.setting as NonNullable<unknown>;
  const properties = Object.entries(sam.properties(setting, samFunction)).map(memberPath);
  const resources = Object.values(sam.resources?.(setting, samFunction) ?? {}) as { Type: string }[];
  return [...properties, ...resources.map(({ Type }) => Type)].map(code).join(', ');
}

/** A row a setting (Markdown). */
export function settingsTable(): string {
  const rows = settingRows.map((row) => {
    const { name, flags, docs } = row;
    const cells = [
      code(name),
      flags.map(flagText).join(', '),
      `${docs.text} ${capitalized(docs.values).replaceAll('|', '\\|')}.`,
      lambdaText(row),
      samText(row),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| setting | flags of `deploy` | what it is | on Lambda | in SAM |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** A function that has every setting, as its entry in `.yo-rc.json` (Markdown). */
export function settingsExample(): string {
  const settings = Object.fromEntries(settingRows.map(({ name, example }) => [name, example.setting]));
  const entry = { name: 'orders', handler: 'orders', ...settings };
  return `\`\`\`json\n${JSON.stringify(entry, null, 2)}\n\`\`\``;
}
