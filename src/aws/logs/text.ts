import type { Paint } from '../../ui/colours.ts';
import { oneLine } from '../session/one-line.ts';
import type { Member } from './json-record.ts';
import { type Level, levelStyles } from './levels.ts';
import type { LogLine } from './line.ts';
import type { Report } from './report.ts';
import type { Group } from './requests.ts';

/** A group of lines as people read it, and a line as machines do. */

const levelWidth = 'REPORT'.length;
const timeWidth = '23:59:59.123'.length;
const indent = '  ';
/** Where what a line says begins. */
const margin = ' '.repeat(indent.length + timeWidth + 2 + levelWidth + 2);

const iso = (time: number) => new Date(time).toISOString();
/** The time of day, with ms. */
const clock = (time: number) => iso(time).slice(11, 23);

/** A text in which nothing but letters and signs stands needs no quotes. */
const bare = (text: string) => (/^[^\s"=]+$/.test(text) ? text : JSON.stringify(text));

/** A member that takes lines of its own: a stack trace, or a text with line breaks. */
const linesOf = ({ value }: Member): readonly string[] | undefined => {
  if (typeof value === 'object') return value;
  return value !== undefined && /[\r\n]/.test(value) ? value.split(/\r\n|\r|\n/) : undefined;
};

const inLine = ({ name, value, raw }: Member) =>
  `${name}=${typeof value === 'string' ? bare(value) : raw.replaceAll(/\s+/g, ' ')}`;

/** The trace of X-Ray, which is a part of the REPORT line in text and of its record in JSON. */
const traceOf = /XRAY TraceId: (\S+)|"value":"Root=([^;"]+)/;

/** The figures of a request, in one line. */
function reportText(report: Report, message: string): string {
  const { durationMs, billedMs, memorySize, maxMemoryUsed, initDurationMs, failure, errorType } = report;
  const [, ofText, trace = ofText] = traceOf.exec(message) ?? [];
  return [
    ...(failure === undefined ? [] : [errorType === undefined ? failure : `${failure} ${errorType}`]),
    `${durationMs} ms`,
    ...(initDurationMs === undefined ? [] : [`init ${initDurationMs} ms`]),
    `billed ${billedMs} ms`,
    `${maxMemoryUsed} of ${memorySize} MB`,
    ...(trace === undefined ? [] : [`trace ${trace}`]),
  ].join(', ');
}

const wordOf = (line: LogLine): string =>
  line.kind === 'report' || line.kind === 'init' ? line.kind : (line.level ?? '');

const styleOf = ({ level, report }: LogLine): keyof Paint => {
  const shown: Level | undefined = report?.failure === undefined ? level : 'error';
  return shown === undefined ? 'dim' : levelStyles[shown];
};

/** What a line says: the first line of it and those below. */
function contentOf(line: LogLine, requestId: string | undefined): string[] {
  if (line.report !== undefined) return [reportText(line.report, line.message)];
  const own = line.text.split(/\r\n|\r|\n/);
  const other =
    line.requestId === undefined || line.requestId === requestId ? [] : [`requestId=${line.requestId}`];
  const fields = line.members.filter((member) => linesOf(member) === undefined).map(inLine);
  const blocks = line.members.flatMap((member) => {
    const lines = linesOf(member);
    return lines === undefined
      ? []
      : [`${member.name}:`, ...lines.map((text) => `${indent}${text.trimEnd()}`)];
  });
  const [first = '', ...rest] = own;
  return [[first, ...other, ...fields].filter((part) => part !== '').join('  '), ...rest, ...blocks];
}

function lineText(line: LogLine, requestId: string | undefined, paint: Paint): string {
  const style = paint[styleOf(line)];
  const word = style(wordOf(line).toUpperCase().padEnd(levelWidth));
  const [first = '', ...rest] = contentOf(line, requestId);
  const isFailure = line.level === 'error' || line.level === 'fatal' || line.report?.failure !== undefined;
  const shown = isFailure ? style(first) : first;
  const head = `${indent}${paint.dim(clock(line.time))}  ${word}  ${shown}`.trimEnd();
  return [head, ...rest.map((text) => `${margin}${text}`.trimEnd())].join('\n');
}

/** What the heading says already. */
const isShown = ({ kind }: LogLine) => kind !== 'start' && kind !== 'end';

/** A group: a heading, and its lines below. */
export function groupText({ requestId, stream, continued, lines }: Group, paint: Paint): string {
  const [first] = lines;
  const version = lines.find((line) => line.version !== undefined)?.version;
  const heading = [
    iso(first?.time ?? 0),
    requestId === undefined ? `stream ${oneLine(stream)}` : `request ${oneLine(requestId)}`,
    ...(version === undefined || version === '$LATEST' ? [] : [`version ${oneLine(version)}`]),
    ...(continued ? ['(continued)'] : []),
  ].join('  ');
  const shown = lines.filter(isShown).map((line) => lineText(line, requestId, paint));
  return [paint.bold(heading), ...shown].join('\n');
}

/** An event of the log for machines. The message is as it was written: JSON in it keeps its numbers. */
export interface LogRecord {
  readonly time: string;
  readonly group: string;
  readonly stream: string;
  readonly id: string;
  readonly requestId?: string;
  readonly level?: Level;
  readonly message: string;
  readonly report?: Report;
}

/** A line of the log of a group as a record. */
export function recordOf(group: string, line: LogLine): LogRecord {
  const { time, stream, id, requestId, level, message, report } = line;
  return {
    time: iso(time),
    group,
    stream,
    id,
    ...(requestId === undefined ? {} : { requestId }),
    ...(level === undefined ? {} : { level }),
    message,
    ...(report === undefined ? {} : { report }),
  };
}
