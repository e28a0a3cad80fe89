import type { Paint } from '../ui/colours.ts';
import { quote } from '../ui/shell-word.ts';
import { renderTable } from '../ui/table.ts';
import { consolePath } from './console/data.ts';
import { vcpusOf, vcpuText } from './cpu/share.ts';
import { apiPath } from './http/apis.ts';
import { httpFormats } from './http/formats.ts';
import { type Api, defaultRoute } from './http/routes.ts';
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

/** What `local` serves. */
export interface Served {
  /** The emulator's address. */
  readonly url: string;
  readonly functions: readonly EmulatedFunction[];
  readonly chosen: string | undefined;
  /** Whether they have the processor time of their memory settings. */
  readonly hasCpuShare: boolean;
  /** What is in front of them, besides their URLs. */
  readonly apis: readonly Api[];
  /** The names of those that answer HTTP requests. */
  readonly http: ReadonlySet<string>;
  /** The sample event of the function that is called in the example, as the user would write its path. */
  readonly event: string | undefined;
  /** Where the example puts the response: a path that can be written, unlike /dev/stdout where that is a socket. */
  readonly response: string;
  /** What `invoke` must be told to find the emulator. */
  readonly invokeFlags: readonly string[];
}

/** The function that the example calls: the chosen one, or the first. */
export const exampleFunction = ({ functions, chosen }: Pick<Served, 'functions' | 'chosen'>): string =>
  chosen ?? (functions[0]?.name as string);

/** The routes of an API, below its address. */
function apiText(url: string, api: Api, paint: Paint): string {
  const rows = api.routes.map((route) => [
    route.path === defaultRoute ? '' : route.method,
    route.path,
    paint.bold(route.functionName),
  ]);
  const columns = [{ title: 'METHOD' }, { title: 'ROUTE' }, { title: 'FUNCTION' }];
  const title = `${api.id} (${httpFormats[api.format].title}): ${paint.cyan(`${url}${apiPath(api)}/`)}`;
  return `${title}\n${renderTable(columns, rows)}\n`;
}

/** The table of functions, with the URLs that a browser can open, and how to call one of them. */
export function startText(served: Served, paint: Paint): string {
  const { url, functions, chosen, hasCpuShare, apis, http, event, response, invokeFlags } = served;
  const shown = functionUrls(url, functions, chosen);
  const hasUrls = shown.some(({ fn }) => http.has(fn.name));
  const rows = shown.map(({ fn, url: own }) => [
    paint.bold(fn.name),
    ...(hasUrls ? [http.has(fn.name) ? paint.cyan(own) : ''] : []),
    `${fn.memorySize} MB`,
    ...(hasCpuShare ? [vcpuText(vcpusOf(fn.memorySize))] : []),
    `${fn.timeout} s`,
  ]);
  const columns = [
    { title: 'FUNCTION' },
    ...(hasUrls ? [{ title: 'URL' }] : []),
    { title: 'MEMORY', align: 'right' },
    ...(hasCpuShare ? ([{ title: 'CPU', align: 'right' }] as const) : []),
    { title: 'TIMEOUT', align: 'right' },
  ] as const;
  const name = exampleFunction(served);
  // The emulator checks no signature: a user without credentials and region can call it, too.
  const call = [
    `aws lambda invoke --function-name ${name} \\`,
    `  --endpoint-url ${url} --region us-east-1 --no-sign-request \\`,
    `  ${event === undefined ? '' : `--payload ${quote(`fileb://${event}`)} `}${quote(response)} && \\`,
    `cat ${quote(response)}`,
  ];
  return [
    `Lambda is at ${paint.cyan(url)}; Ctrl-C ends it.`,
    `A page to call the functions and to watch them: ${paint.cyan(url + consolePath)}`,
    '',
    renderTable(columns, rows),
    '',
    ...apis.map((api) => apiText(url, api, paint)),
    ...call.map((line) => paint.dim(line)),
    paint.dim(['lambda-nativeaot', 'invoke', name, ...invokeFlags].join(' ')),
    '',
  ].join('\n');
}

const platformLine = /^(?:START|END|REPORT|INIT_REPORT) /;
const failureLine = /Task timed out after|Status: (?:error|timeout)|^RequestId: \S+ Error: /;

/** A record of several lines, which runtimes write with carriage returns so that it stays one event of the log. */
export const recordLines = (line: string): string => line.replaceAll('\r', '\n');

function logText(functionName: string, written: string, paint: Paint, several: boolean): string {
  const line = recordLines(written);
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
