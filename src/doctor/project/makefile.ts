/** The variables that a Makefile sets on a line of their own to plain text, by name; the last one counts. */
export function makeVariables(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([\w.]+)\s*(?::{0,3}|\?)=\s*([^#]*)/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !value.includes('$')) variables.set(name, value.trim());
  }
  return variables;
}
