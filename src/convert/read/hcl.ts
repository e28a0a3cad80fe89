/** What an attribute is set to: a text (with `${…}` where it has parts to be worked out), a number, a list of texts. */
export type HclValue = string | number | readonly string[] | { readonly expression: string };

export interface HclAttribute {
  readonly value: HclValue;
  /** From 1. */
  readonly line: number;
}

/** A block of Terraform's language, such as `resource "aws_lambda_function" "get" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly attributes: Map<string, HclAttribute>;
  readonly blocks: HclBlock[];
}

interface Token {
  readonly kind: 'string' | 'word' | 'number' | 'sign' | 'line';
  readonly text: string;
  readonly line: number;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A quoted text as it is meant; its interpolations stay as they are written. */
const unquoted = (raw: string) =>
  raw.slice(1, -1).replaceAll(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign);

/** Where a quoted text ends. Interpolations may hold further quoted texts and braces. */
function quotedEnd(text: string, start: number): number {
  const open: string[] = ['"'];
  let i = start + 1;
  for (; i < text.length && open.length > 0; i++) {
    const char = text[i] as string;
    const isText = open.at(-1) === '"';
    if (isText && char === '\\') i++;
    else if (isText && (char === '$' || char === '%') && text[i + 1] === '{') {
      // A doubled sign is the sign itself.
      if (text[i - 1] !== char) {
        open.push('{');
        i++;
      }
    } else if (char === '"' && isText) open.pop();
    else if (char === '"') open.push('"');
    else if (char === '{' && !isText) open.push('{');
    else if (char === '}' && !isText) open.pop();
  }
  return i;
}

const blank = /[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const heredoc = /<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n/y;
const word = /[A-Za-z_][\w-]*/y;
const number = /\d+(?:\.\d+)?/y;

const matchAt = (pattern: RegExp, text: string, at: number) => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Where a text of several lines ends: behind the line that holds its word alone. */
function heredocEnd(text: string, start: number, end: string): number {
  for (let at = start; at !== 0 && at < text.length; at = text.indexOf('\n', at) + 1) {
    const next = text.indexOf('\n', at);
    if (text.slice(at, next === -1 ? text.length : next).trim() === end)
      return next === -1 ? text.length : next;
  }
  return text.length;
}

function* tokensOf(text: string): Generator<Token> {
  let line = 1;
  const countLines = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (text[i] === '\n') line++;
  };
  for (let at = 0; at < text.length; ) {
    const start = at;
    const here = line;
    const skipped = matchAt(blank, text, at);
    const multiline = skipped ? null : matchAt(heredoc, text, at);
    if (skipped) at += skipped[0].length;
    else if (multiline) {
      at = heredocEnd(text, at + multiline[0].length, multiline[1] as string);
      yield { kind: 'sign', text: '<<', line: here };
    } else if (text[at] === '\n') {
      at++;
      yield { kind: 'line', text: '\n', line: here };
    } else if (text[at] === '"') {
      at = quotedEnd(text, at);
      yield { kind: 'string', text: text.slice(start, at), line: here };
    } else {
      const name = matchAt(word, text, at);
      const digits = name ? null : matchAt(number, text, at);
      const kind = name ? 'word' : digits ? 'number' : 'sign';
      const read = (name ?? digits)?.[0] ?? (text[at] as string);
      at += read.length;
      yield { kind, text: read, line: here };
    }
    countLines(start, at);
  }
}

function readValue(tokens: readonly Token[]): HclValue {
  const [first, ...rest] = tokens;
  if (first && rest.length === 0) {
    if (first.kind === 'string') return unquoted(first.text);
    if (first.kind === 'number') return Number(first.text);
  }
  const inner = tokens.slice(1, -1).filter(({ text }) => text !== ',' && text !== '\n');
  const isList = first?.text === '[' && tokens.at(-1)?.text === ']';
  if (isList && inner.every(({ kind }) => kind === 'string')) return inner.map(({ text }) => unquoted(text));
  return { expression: tokens.map(({ text }) => text).join('') };
}

/** The change of depth that a token makes. */
const depthOf = ({ kind, text }: Token) =>
  kind !== 'sign' ? 0 : '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;

/**
 * The blocks of a file in Terraform's language, as far as it says them itself. What does not follow the grammar is
 * passed over, so that the rest is still found. Source: HCL Native Syntax Specification.
 */
export function readHcl(text: string): HclBlock[] {
  const top: HclBlock = { type: '', labels: [], line: 1, attributes: new Map(), blocks: [] };
  const open = [top];
  const tokens = [...tokensOf(text)];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const body = open.at(-1) as HclBlock;
    if (token.text === '}' && token.kind === 'sign' && open.length > 1) open.pop();
    if (token.kind !== 'word') continue;
    const isSet = tokens[i + 1]?.text === '=' && tokens[i + 2]?.text !== '=';
    if (isSet) {
      const start = i + 2;
      let depth = 0;
      let end = start;
      for (; end < tokens.length; end++) {
        const next = tokens[end] as Token;
        if (depth === 0 && (next.kind === 'line' || depthOf(next) < 0)) break;
        depth += depthOf(next);
      }
      body.attributes.set(token.text, { value: readValue(tokens.slice(start, end)), line: token.line });
      i = end - 1;
      continue;
    }
    let end = i + 1;
    while (['string', 'word'].includes(tokens[end]?.kind ?? '')) end++;
    if (tokens[end]?.text !== '{' || tokens[end]?.kind !== 'sign') {
      i = end - 1;
      continue;
    }
    const labels = tokens
      .slice(i + 1, end)
      .map((label) => (label.kind === 'string' ? unquoted(label.text) : label.text));
    const block: HclBlock = { type: token.text, labels, line: token.line, attributes: new Map(), blocks: [] };
    body.blocks.push(block);
    open.push(block);
    i = end;
  }
  return top.blocks;
}
