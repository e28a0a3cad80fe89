/** What is wrong with a text that is to be JSON, as the browser says it; undefined when nothing is. */
export function jsonProblem(text: string): string | undefined {
  if (text.trim() === '') return 'The event is empty.';
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * JSON with line breaks and an indentation of two blanks. Every value stays as it is written: a number that is larger
 * than JavaScript's would change if it were read.
 * @throws SyntaxError when it is not JSON.
 */
export function formatJson(json: string): string {
  JSON.parse(json);
  const parts: string[] = [];
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  const tokens = json.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  for (const [i, token] of tokens.entries()) {
    if (closing[token] !== undefined) {
      depth++;
      parts.push(token, tokens[i + 1] === closing[token] ? '' : line());
    } else if (token === '}' || token === ']') {
      depth--;
      parts.push(closing[tokens[i - 1] ?? ''] === token ? '' : line(), token);
    } else if (token === ',') parts.push(token, line());
    else parts.push(token === ':' ? ': ' : token);
  }
  return parts.join('');
}

/** The same where it is JSON; any other text as it is. */
export function shownJson(text: string): string {
  try {
    return formatJson(text);
  } catch {
    return text;
  }
}

/** What an error document says. */
export interface ErrorDocument {
  readonly errorType: string | undefined;
  readonly errorMessage: string | undefined;
  readonly stackTrace: readonly string[];
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Reads an error document of Lambda; undefined for any other text. */
export function readErrorDocument(text: string): ErrorDocument | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { errorType, errorMessage, stackTrace } = value as Record<string, unknown>;
  const trace = Array.isArray(stackTrace) ? stackTrace.map(String) : [];
  return { errorType: textOf(errorType), errorMessage: textOf(errorMessage), stackTrace: trace };
}
