import {
  CSharpArray,
  CSharpCall,
  CSharpCode,
  CSharpCommented,
  CSharpMap,
  CSharpNew,
  type CSharpStatement,
  type CSharpValue,
} from '../../settings/csharp.ts';

/** C# as it is laid out by hand: on one line what fits, otherwise a member a line. */

const width = 120;

/** A text as C# has it. JSON's escapes are C#'s, too. */
const quoted = (text: string) => JSON.stringify(text);

const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '    ');

/** Where an expression stands: how far its line is indented, and how much of the line is before it. */
interface Column {
  readonly indent: number;
  readonly before: number;
}

/** Whether a text can stand on one line there, with what closes the statement behind it. */
const fits = (text: string, { indent, before }: Column) =>
  !text.includes('\n') && indent + before + text.length + '));'.length <= width;

/** Behind some text on the same line. */
const behind = ({ indent, before }: Column, text: string): Column => ({
  indent,
  before: before + (text.split('\n').at(-1) as string).length,
});

/** Members of an initializer in braces; a comment keeps them from one line. */
function braced(
  members: readonly (readonly [string, CSharpValue])[],
  head: string,
  assign: (name: string) => string,
  column: Column,
): string {
  const inner = { indent: column.indent + 4, before: 0 };
  const texts = members.map(([name, value]) => {
    const own = value instanceof CSharpCommented ? value.value : value;
    const comment = value instanceof CSharpCommented ? `// ${value.comment}\n` : '';
    return { line: `${assign(name)}${expressionText(own, behind(inner, assign(name)))}`, comment };
  });
  const line = `${head} { ${texts.map((text) => text.line).join(', ')} }`;
  if (texts.every(({ comment }) => comment === '') && texts.length <= 3 && fits(line, column)) return line;
  const lines = texts.map((text) => `${text.comment}${text.line},`).join('\n');
  return `${head}\n{\n${indented(lines)}\n}`;
}

function applied(head: string, args: readonly CSharpValue[], column: Column): string {
  const text = args.reduce<string>((before, arg, at) => {
    const start = at === 0 ? before : `${before}, `;
    return `${start}${expressionText(arg, behind(column, start))}`;
  }, `${head}(`);
  return `${text})`;
}

function listText(items: readonly CSharpValue[], column: Column): string {
  const inner = { indent: column.indent + 4, before: 0 };
  const texts = items.map((item) => expressionText(item, inner));
  const line = `[${texts.join(', ')}]`;
  return fits(line, column) ? line : `\n[\n${indented(texts.map((text) => `${text},`).join('\n'))}\n]`;
}

function arrayText(items: readonly CSharpValue[], column: Column): string {
  const texts = items.map((item) => expressionText(item, { indent: column.indent + 4, before: 0 }));
  const line = `new[] { ${texts.join(', ')} }`;
  return fits(line, column) ? line : `new[]\n{\n${indented(texts.map((text) => `${text},`).join('\n'))}\n}`;
}

function expressionText(value: CSharpValue, column: Column): string {
  if (value instanceof CSharpCommented) return expressionText(value.value, column);
  if (value instanceof CSharpCode) return value.text;
  if (value instanceof CSharpCall) return applied(value.target, value.args, column);
  if (value instanceof CSharpNew) {
    const { type, args, properties } = value;
    const head = `new ${type}`;
    if (properties === undefined) return applied(head, args, column);
    return braced(Object.entries(properties), head, (name) => `${name} = `, column);
  }
  if (value instanceof CSharpMap) {
    const head = `new Dictionary<string, ${value.type}>`;
    const members = Object.entries(value.members);
    return members.length === 0
      ? `${head}()`
      : braced(members, head, (name) => `[${quoted(name)}] = `, column);
  }
  if (value instanceof CSharpArray) return arrayText(value.items, column);
  if (Array.isArray(value)) return listText(value as readonly CSharpValue[], column);
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** A statement, at the left margin. @param indent of the line that it will stand on. */
export function statementText(statement: CSharpStatement, indent: number): string {
  const { variable, assigns, comment, value } = statement;
  const target = assigns ?? (variable === undefined || variable === '_' ? variable : `var ${variable}`);
  const head = target === undefined ? '' : `${target} = `;
  const text = `${head}${expressionText(value, { indent, before: head.length })};`.replaceAll(/ +$/gm, '');
  return comment === undefined ? text : `// ${comment}\n${text}`;
}
