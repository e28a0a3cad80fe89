/** MSBuild's and the compilers' form: `FILE(LINE,COLUMN): error CODE: TEXT [PROJECT]`. */
const complaint = /(?:^|: )(?:fatal )?error [A-Z]*\d*\s*:/i;
const mostErrors = 20;

/** A line without ` [PROJECT]` at its end. */
const withoutProject = (line: string) =>
  line.endsWith(']') ? line.slice(0, Math.max(0, line.lastIndexOf(' ['))) : line;

/** The lines of a build's output that say why it failed, without the project that MSBuild repeats after each. */
export function buildErrors(output: string): string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => complaint.test(line)).map(withoutProject);
  const found =
    errors.length > 0 ? [...new Set(errors)] : lines.filter((line) => line !== '').slice(-mostErrors);
  if (found.length <= mostErrors) return found;
  return [...found.slice(0, mostErrors), `… and ${found.length - mostErrors} more`];
}
