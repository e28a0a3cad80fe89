/** A way into JSON: names of members and indexes of arrays. */
export type Path = readonly (string | number)[];

/** A name that needs no brackets. */
const plain = /[^.[\]="]+/y;
const bracketed = /\[(?:(\d{1,9})|("(?:[^"\\]|\\.)*"))\]/y;

/**
 * Reads `PATH=VALUE`: names with dots between them, `[0]` for an entry of an array, `["a.b"]` for a name with a dot.
 * The value is all that follows the first `=` after the path. Undefined for a text of another form.
 */
export function parseAssignment(text: string): { path: Path; value: string } | undefined {
  const path: (string | number)[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (at < text.length && text[at] !== '=') {
    const bracket = take(bracketed);
    if (bracket) {
      const [, index, quoted] = bracket;
      const name = quoted === undefined ? Number(index) : nameIn(quoted);
      if (name === undefined) return undefined;
      path.push(name);
      continue;
    }
    if (path.length > 0 && text[at++] !== '.') return undefined;
    const name = take(plain)?.[0];
    if (name === undefined) return undefined;
    path.push(name);
  }
  return path.length > 0 && text[at] === '=' ? { path, value: text.slice(at + 1) } : undefined;
}

function nameIn(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

/** The path as it is typed. */
export const formatPath = (path: Path): string =>
  path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[^.[\]="]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
