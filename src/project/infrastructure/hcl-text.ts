import {
  type HclBody,
  HclCommented,
  type HclEntry,
  HclExpression,
  HclNested,
  type HclTopBlock,
  type HclValue,
} from '../../settings/hcl.ts';

/** Terraform's language as `terraform fmt` writes it. */

/** Where a list or an object no longer fits on one line. */
const width = 100;

/** A text of ours has nothing to be worked out: `${` and `%{` stand for themselves. */
const quoted = (text: string) => JSON.stringify(text).replaceAll(/([$%])\{/g, '$1$1{');

const isName = (text: string) => /^[A-Za-z_][\w-]*$/.test(text);

const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '  ');

/** An argument of a body, or a member of an object: its name, its value, and whether it stays on its line. */
function assigned(entries: readonly (readonly [string, HclValue, string?])[]): string[] {
  const lines = entries.map(([name, value, comment]) => {
    const text = valueText(value);
    return { name, text, comment, isShort: !text.includes('\n') };
  });
  return lines.map(({ name, text, comment, isShort }, at) => {
    // Neighbours of one line each are aligned; a comment or a longer value parts them.
    let first = at;
    while (first > 0 && lines[first]?.comment === undefined && lines[first - 1]?.isShort) first -= 1;
    let last = at;
    while (lines[last + 1]?.isShort && lines[last + 1]?.comment === undefined) last += 1;
    const group = isShort ? lines.slice(first, last + 1) : [];
    const column = Math.max(name.length, ...group.map((line) => line.name.length));
    const line = `${isShort ? name.padEnd(column) : name} = ${text}`;
    return comment === undefined ? line : `# ${comment}\n${line}`;
  });
}

function valueText(value: HclValue): string {
  if (value instanceof HclExpression) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    const items = (value as readonly HclValue[]).map(valueText);
    const line = `[${items.join(', ')}]`;
    const isShort = line.length <= width && !line.includes('\n');
    return isShort ? line : `[\n${items.map((item) => `${indented(item)},\n`).join('')}]`;
  }
  const members = Object.entries(value).map(
    ([name, part]) => [isName(name) ? name : quoted(name), part] as const,
  );
  return members.length === 0 ? '{}' : `{\n${indented(assigned(members).join('\n'))}\n}`;
}

const isBlock = (entry: HclEntry): entry is HclNested | readonly HclNested[] =>
  entry instanceof HclNested || (Array.isArray(entry) && entry[0] instanceof HclNested);

/** The arguments, and after them the blocks. */
function bodyText(body: HclBody): string {
  const entries = Object.entries(body);
  const values = entries.flatMap(([name, entry]): (readonly [string, HclValue, string?])[] => {
    if (isBlock(entry)) return [];
    if (entry instanceof HclCommented) return [[name, entry.value as HclValue, entry.comment]];
    return [[name, entry as HclValue]];
  });
  const blocks = entries.flatMap(([name, entry]) =>
    isBlock(entry) ? [entry].flat().map((block) => blockText(name, (block as HclNested).body)) : [],
  );
  return [assigned(values).join('\n'), ...blocks].filter((text) => text !== '').join('\n\n');
}

const blockText = (head: string, body: HclBody): string => {
  const inner = bodyText(body);
  return inner === '' ? `${head} {}` : `${head} {\n${indented(inner)}\n}`;
};

/** A block of a file. */
function topBlockText({ type, labels, body, comment }: HclTopBlock): string {
  const head = [type, ...labels.map((label) => JSON.stringify(label))].join(' ');
  const text = blockText(head, body);
  return comment === undefined ? text : `# ${comment}\n${text}`;
}

/** Several blocks, a blank line between two of them. */
export const blocksText = (blocks: readonly HclTopBlock[]): string => blocks.map(topBlockText).join('\n\n');
