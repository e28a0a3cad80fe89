import type { LogEvent } from './event.ts';
import { type Member, readRecord } from './json-record.ts';
import { type Level, levelOf } from './levels.ts';
import { parseReport, type Report } from './report.ts';

/** An event of a function's log, understood as far as it can be. */
export interface LogLine extends LogEvent {
  /** Lambda's own lines about an invocation; `own` is everything that the function writes, and the rest. */
  readonly kind: 'init' | 'start' | 'end' | 'report' | 'own';
  readonly requestId: string | undefined;
  readonly level: Level | undefined;
  /** What it says, without what the other members have. */
  readonly text: string;
  /** What a JSON record has besides. */
  readonly members: readonly Member[];
  readonly report: Report | undefined;
  /** The version of the function, at the start of an invocation. */
  readonly version: string | undefined;
}

type Understood = Partial<Omit<LogLine, keyof LogEvent>>;

/** A line of Lambda's own in the text format. */
interface TextForm {
  readonly shape: RegExp;
  read(match: RegExpExecArray, message: string): Understood;
}

const [asText, asLevel] = [(text: string) => ({ text }), (level: Level) => ({ level })];

/**
 * Source: Lambda guide, "Sending Lambda function logs to CloudWatch Logs"; what the runtime clients of Node.js and .NET
 * write (time, request, level and text, with tabs between them).
 */
const textForms: readonly TextForm[] = [
  {
    shape: /^START RequestId: (\S+) Version: (\S+)/,
    read: ([, requestId, version]) => ({ kind: 'start', requestId, version }),
  },
  { shape: /^END RequestId: (\S+)/, read: ([, requestId]) => ({ kind: 'end', requestId }) },
  {
    shape: /^REPORT RequestId: (\S+)/,
    read: ([, requestId], message) => ({ kind: 'report', requestId, report: parseReport(message) }),
  },
  { shape: /^INIT_START /, read: () => ({ kind: 'init' }) },
  { shape: /^INIT_REPORT .*\bStatus: /, read: () => ({ kind: 'init', ...asLevel('error') }) },
  { shape: /^INIT_REPORT /, read: () => ({ kind: 'init' }) },
  {
    shape: /^RequestId: (\S+) (Error: .*)$/s,
    read: ([, requestId, text = '']) => ({ requestId, ...asText(text), ...asLevel('error') }),
  },
  {
    shape: /^\S+Z (\S+) (Task timed out after [\d.]+ seconds)\s*$/,
    read: ([, requestId, text = '']) => ({ requestId, ...asText(text), ...asLevel('error') }),
  },
  {
    shape: /^\d{4}-\d\d-\d\dT\S+Z\t([\w-]*)\t(\w+)\t(.*)$/s,
    read: ([, requestId, word = '', text = '']) => {
      const level = levelOf(word);
      return {
        requestId: requestId === '' || requestId === 'undefined' ? undefined : requestId,
        level,
        text: level === undefined ? `${word}\t${text}` : text,
      };
    },
  },
];

/** What loggers call the parts of a JSON record, in lower case. */
const names = {
  time: ['timestamp', 'time', '@t'],
  level: ['level', 'loglevel', 'log_level', 'severity', '@l'],
  text: ['message', 'msg', '@m', '@mt'],
  requestId: [
    'requestid',
    'request_id',
    'awsrequestid',
    'aws_request_id',
    'function_request_id',
    'functionrequestid',
  ],
} as const;

const isCalled = (part: keyof typeof names, { name }: Member) =>
  (names[part] as readonly string[]).includes(name.toLowerCase());

/** Lambda's own records in the JSON format. Source: Lambda guide, the Telemetry API's event schema. */
const platformKinds: Readonly<Record<string, LogLine['kind']>> = {
  'platform.initStart': 'init',
  'platform.initRuntimeDone': 'init',
  'platform.initReport': 'init',
  'platform.start': 'start',
  'platform.runtimeDone': 'end',
  'platform.report': 'report',
};

/** A record of Lambda's own; undefined where it is one of the function's. */
function readPlatform(members: readonly Member[], message: string): Understood | undefined {
  const type = members.find(({ name }) => name === 'type')?.value;
  const raw = members.find(({ name }) => name === 'record')?.raw;
  if (typeof type !== 'string' || !type.startsWith('platform.') || raw === undefined) return undefined;
  const record = readRecord(raw) ?? [];
  const text = (wanted: string) => {
    const value = record.find(({ name }) => name === wanted)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const kind = platformKinds[type] ?? 'own';
  const failed = !['success', undefined].includes(text('status'));
  return {
    kind,
    requestId: text('requestId'),
    version: kind === 'start' ? text('version') : undefined,
    report: kind === 'report' ? parseReport(message) : undefined,
    ...(failed ? asLevel('error') : {}),
    text: type,
    members: record.filter(({ name }) => name !== 'requestId'),
  };
}

/** A record of the function's own. */
function readOwn(members: readonly Member[]): Understood {
  const taken = new Map<string, Member>();
  for (const part of Object.keys(names) as (keyof typeof names)[]) {
    const found = members.find((member) => isCalled(part, member) && typeof member.value === 'string');
    if (found) taken.set(part, found);
  }
  const textOf = (part: keyof typeof names) => taken.get(part)?.value as string | undefined;
  const level = levelOf(textOf('level') ?? '');
  // A level that is not known stays where it can be read.
  if (level === undefined) taken.delete('level');
  const shown = new Set(taken.values());
  return {
    requestId: textOf('requestId'),
    level,
    text: textOf('text') ?? '',
    members: members.filter((member) => !shown.has(member)),
  };
}

function understand(message: string): Understood {
  const members = readRecord(message);
  if (members !== undefined) return readPlatform(members, message) ?? readOwn(members);
  for (const { shape, read } of textForms) {
    const match = shape.exec(message);
    if (match) return read(match, message);
  }
  return {};
}

/** Reads an event of a function's log. */
export function readLine(event: LogEvent): LogLine {
  const nothing = { requestId: undefined, level: undefined, report: undefined, version: undefined };
  const plain = { kind: 'own' as const, text: event.message, members: [] };
  return { ...nothing, ...plain, ...understand(event.message), ...event };
}
