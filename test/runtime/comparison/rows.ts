import type { Target } from './run.ts';

/** Something that users meet, which both libraries are asked for. */
export interface Row {
  readonly name: string;
  readonly handler: string;
  readonly event: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const json = { AWS_LAMBDA_LOG_FORMAT: 'JSON' };
const deep = (levels: number) => ['{"Next":', '}'].map((part) => part.repeat(levels - 1)).join('null');

const events: Row[] = [
  {
    name: 'names in any case',
    handler: 'echo',
    event: '{"NAME":"Ada","amount":1.50,"inner":{"CITY":"Köln"}}',
  },
  { name: 'members that are null', handler: 'echo', event: '{"Name":null,"Amount":2}' },
  { name: 'members that the type lacks', handler: 'echo', event: '{"Other":[1,{"a":2}],"Name":"x"}' },
  { name: 'members twice', handler: 'echo', event: '{"Name":"a","Name":"b"}' },
  { name: 'lists and dictionaries', handler: 'echo', event: '{"Numbers":[1,2],"Tags":{"Key":"v"}}' },
  { name: 'an enum as a number', handler: 'echo', event: '{"Speed":1}' },
  { name: 'an event of null', handler: 'echo', event: 'null' },
  { name: 'a byte order mark', handler: 'echo', event: '\uFEFF{"Name":"x"}' },
  { name: 'an empty event', handler: 'echo', event: '' },
  { name: 'an event that is no JSON', handler: 'echo', event: '{"Name":' },
  { name: 'an event of another type', handler: 'echo', event: '{"Amount":"much"}' },
  { name: 'an enum as a name', handler: 'echo', event: '{"Speed":"Fast"}' },
  { name: 'bytes in base64', handler: 'bytes', event: '{"Data":"AAEC"}' },
  { name: 'bytes as numbers', handler: 'bytes', event: '{"Data":[0,1,2]}' },
  { name: 'a date in ISO 8601', handler: 'date', event: '{"At":"2026-01-31T23:59:58.123Z"}' },
  { name: 'a date in seconds since 1970', handler: 'date', event: '{"At":1769903998.5}' },
  { name: 'a string', handler: 'text', event: '"grün \\u00e9 \\n"' },
  { name: 'a string that is null', handler: 'text', event: 'null' },
  { name: 'a number where a string is taken', handler: 'text', event: '12' },
  { name: 'half of a surrogate pair in a string', handler: 'text', event: '"\\ud800"' },
  { name: 'characters that HTML escapes', handler: 'awkward', event: '"x"' },
  { name: 'a stream', handler: 'copy', event: 'not {json' },
  { name: 'an empty stream', handler: 'copy', event: '' },
  { name: 'a handler without a result', handler: 'nothing', event: '{}' },
  { name: 'a task', handler: 'later', event: '{"Name":"x"}' },
  { name: 'a task of null', handler: 'later', event: '{"Name":"null"}' },
  { name: 'a response of 64 levels', handler: 'deep', event: '{"Amount":64}' },
  { name: 'a response of 65 levels', handler: 'deep', event: '{"Amount":65}' },
  { name: 'an event of 65 levels', handler: 'echo', event: deep(66) },
  { name: 'the context', handler: 'context', event: '{}' },
];

const failures = ['plain', 'own', 'empty', 'inner', 'many', 'cancelled', 'other'].flatMap((name): Row[] =>
  [{}, json].map((environment) => ({
    name: `an exception (${name})${environment === json ? ' in JSON' : ''}`,
    handler: name === 'plain' ? 'fail-later' : 'fail',
    event: JSON.stringify({ Name: name }),
    environment,
  })),
);

const messages = [
  ...[
    'plain',
    'line',
    'values',
    'positions',
    'format',
    'bad-format',
    'too-few',
    'too-many',
    'braces',
    'open',
    'null',
  ],
  ...['list', 'dictionary', 'bytes', 'date', 'day', 'bool', 'enum', 'lines', 'quotes', 'levels', 'exception'],
  ...['by-name', 'static', 'console'],
];
const logs = messages.flatMap((name): Row[] =>
  [{}, json].map((environment) => ({
    name: `a message (${name})${environment === json ? ' in JSON' : ''}`,
    handler: 'log',
    event: JSON.stringify({ Name: name }),
    environment,
  })),
);

const levels = [
  { AWS_LAMBDA_LOG_LEVEL: 'WARN' },
  { AWS_LAMBDA_LOG_LEVEL: 'TRACE' },
  { AWS_LAMBDA_LOG_LEVEL: 'FATAL' },
  { AWS_LAMBDA_LOG_LEVEL: 'nonsense' },
  { AWS_LAMBDA_LOG_LEVEL: 'FATAL', AWS_LAMBDA_HANDLER_LOG_LEVEL: 'Debug' },
  { AWS_LAMBDA_HANDLER_LOG_FORMAT: 'Unformatted' },
].map(
  (environment): Row => ({
    name: `levels with ${Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    handler: 'log',
    event: '{"Name":"levels"}',
    environment,
  }),
);

export const rows: readonly Row[] = [...events, ...failures, ...logs, ...levels];

/** The rows by the process that they need. */
export function groups(): { target: Target; rows: Row[] }[] {
  const found = new Map<string, { target: Target; rows: Row[] }>();
  for (const row of rows) {
    const target = { handler: row.handler, environment: row.environment ?? {} };
    const key = JSON.stringify(target);
    found.set(key, { target, rows: [...(found.get(key)?.rows ?? []), row] });
  }
  return [...found.values()];
}
