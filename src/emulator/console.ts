import type { Paint } from '../ui/colours.ts';
import { renderTable } from '../ui/table.ts';
import type { EmulatedFunction, EmulatorEvent } from './types.ts';

/** What the user sees: pure text, so that a test can read it too. */

/** Each function with its URL: the root when it is the only or the chosen one, else a path of its own. */
export function functionUrls(
  url: string,
  functions: readonly EmulatedFunction[],
  chosen: string | undefined,
): { fn: EmulatedFunction; url: string }[] {
  const shown = chosen === undefined ? functions : functions.filter((fn) => fn.name === chosen);
  return shown.map((fn) => ({ fn, url: shown.length === 1 ? `${url}/` : `${url}/${fn.name}/` }));
}

/** The table of functions and URLs, and how to call one of them. */
export function startText(
  url: string,
  functions: readonly EmulatedFunction[],
  chosen: string | undefined,
  paint: Paint,
): string {
  const rows = functionUrls(url, functions, chosen).map(({ fn, url: own }) => [
    paint.bold(fn.name),
    paint.cyan(own),
    `${fn.memorySize} MB`,
    `${fn.timeout} s`,
  ]);
  const columns = [
    { title: 'FUNCTION' },
    { title: 'URL' },
    { title: 'MEMORY', align: 'right' },
    { title: 'TIMEOUT', align: 'right' },
  ] as const;
  const name = chosen ?? functions[0]?.name;
  return [
    `Lambda is at ${paint.cyan(url)}; Ctrl-C ends it.`,
    '',
    renderTable(columns, rows),
    '',
    paint.dim(`aws lambda invoke --endpoint-url ${url} --region us-east-1 --no-sign-request \\`),
    paint.dim(`  --function-name ${name} --payload fileb://EVENT.json /dev/stdout`),
    paint.dim(`lambda-nativeaot invoke ${name}`),
    '',
  ].join('\n');
}

const platformLine = /^(?:START|END|REPORT|INIT_REPORT) /;
const failureLine = /Task timed out after|Status: (?:error|timeout)|^RequestId: \S+ Error: /;

function logText(functionName: string, line: string, paint: Paint, several: boolean): string {
  const name = several ? `${paint.magenta(functionName)} ` : '';
  if (failureLine.test(line)) return name + paint.red(line.trimEnd());
  return name + (platformLine.test(line) ? paint.dim(line.trimEnd()) : line);
}

const two = (value: number) => String(value).padStart(2, '0');
const clock = (now: Date) => `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;

/** The line for a request: when, its status, the function, what was asked, how long, and the error if any. */
function requestText(event: Extract<EmulatorEvent, { type: 'request' }>, now: Date, paint: Paint): string {
  const { status, functionName, what, durationMs, error } = event;
  const bad = error !== undefined || status >= 500;
  const colour = bad ? paint.red : status >= 400 ? paint.yellow : paint.green;
  const parts = [
    paint.dim(clock(now)),
    colour(String(status)),
    paint.bold(functionName || '-'),
    what,
    paint.dim(`${durationMs.toFixed(1)} ms`),
  ];
  if (error) parts.push(paint.red(error));
  return parts.join(' ');
}

/** What the user sees of an event, or undefined; `several` is whether there is more than one function. */
export function eventText(
  event: EmulatorEvent,
  now: Date,
  paint: Paint,
  several: boolean,
): string | undefined {
  if (event.type === 'log') return logText(event.functionName, event.line, paint, several);
  if (event.type === 'request') return requestText(event, now, paint);
  return event.type === 'notice' ? paint.yellow(event.text) : undefined;
}
