import xterm from '@xterm/headless';
import type { Output, Size } from './session.ts';

/** Letters of one look next to each other. */
export interface Run {
  readonly column: number;
  readonly text: string;
  /** Names of classes: `c1` to `c15` for a colour of the terminal, `b` for bold, `d` for dim. */
  readonly look: string;
}

/** What a terminal shows at a time: the runs of each line. */
export interface Frame {
  readonly at: number;
  readonly lines: readonly (readonly Run[])[];
}

/** A picture stands for this time at least (seconds): a program that counts seconds would make thousands. */
const pictureSeconds = 0.2;

const write = (terminal: InstanceType<typeof xterm.Terminal>, data: string) =>
  new Promise<void>((resolve) => terminal.write(data, resolve));

function lookOf(cell: {
  isBold(): number;
  isDim(): number;
  isFgPalette(): boolean;
  getFgColor(): number;
}): string {
  const names = [];
  if (cell.isFgPalette() && cell.getFgColor() < 16) names.push(`c${cell.getFgColor()}`);
  if (cell.isBold()) names.push('b');
  if (cell.isDim()) names.push('d');
  return names.join(' ');
}

function linesOf(terminal: InstanceType<typeof xterm.Terminal>, { columns, rows }: Size): Run[][] {
  const { active } = terminal.buffer;
  return Array.from({ length: rows }, (_, y) => {
    const line = active.getLine(active.viewportY + y);
    const runs: Run[] = [];
    for (let column = 0; line && column < columns; column++) {
      const cell = line.getCell(column);
      const text = cell?.getChars() || ' ';
      if (!cell || cell.getWidth() === 0) continue;
      const look = text === ' ' ? '' : lookOf(cell);
      const last = runs.at(-1);
      // A blank looks like what stands before it.
      if (last && (last.look === look || text === ' '))
        runs[runs.length - 1] = { ...last, text: last.text + text };
      else if (text !== ' ') runs.push({ column, text, look });
      else runs.push({ column, text, look: '' });
    }
    return runs
      .map((run) => ({ ...run, text: run.text.trimEnd() }))
      .filter(({ text }) => text !== '')
      .map((run) => {
        const lead = run.text.length - run.text.trimStart().length;
        return { ...run, column: run.column + lead, text: run.text.slice(lead) };
      });
  });
}

/** The pictures of a terminal that gets these outputs; what does not change the picture is left out. */
export async function framesOf(outputs: readonly Output[], size: Size): Promise<Frame[]> {
  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  const frames: Frame[] = [];
  let before = '';
  for (const [i, { at, data }] of outputs.entries()) {
    await write(terminal, data);
    const next = outputs[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    const last = frames.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (at - last < pictureSeconds && next - last < 2 * pictureSeconds) continue;
    const lines = linesOf(terminal, size);
    const now = JSON.stringify(lines);
    if (now === before) continue;
    before = now;
    frames.push({ at, lines });
  }
  terminal.dispose();
  return frames;
}
