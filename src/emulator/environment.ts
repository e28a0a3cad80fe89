import { randomUUID } from 'node:crypto';
import { handlerSetting, type Runtime, runtimeFacts } from '../platform/runtimes.ts';
import { usualLogGroup } from '../settings/log-group.ts';
import type { Account } from './identity.ts';
import { seenOpt } from './opt-folder.ts';
import type { EmulatedFunction } from './types.ts';

/** Variables that a sandbox takes over from the user's shell, so that calls to AWS can work. */
const inherited = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
] as const;

/** Keys that sign a request and open nothing. */
const placeholderKeys = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
};

/** Without these no program starts on Windows; they exist nowhere else. */
const windowsNeeds: readonly string[] = ['SystemRoot', 'windir', 'LOCALAPPDATA'];

type Variables = Record<string, string>;

function pick(source: NodeJS.ProcessEnv, accepts: (name: string) => boolean): Variables {
  return Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, string] => accepts(entry[0]) && !!entry[1]),
  );
}

/** The credentials that a function gets: the user's if there are any, else placeholders. */
function credentials(shell: NodeJS.ProcessEnv): Variables {
  const own = pick(
    shell,
    (name) => (inherited as readonly string[]).includes(name) || name.startsWith('AWS_ENDPOINT_URL_'),
  );
  return own.AWS_ACCESS_KEY_ID ? own : { ...own, ...placeholderKeys };
}

/** `2026/08/01/[$LATEST]0123456789abcdef0123456789abcdef`, one for each sandbox. */
export function logStreamName(now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
}

export interface SandboxEnvironment {
  readonly fn: EmulatedFunction;
  readonly account: Account;
  /** host:port, without a scheme, as Lambda gives it. */
  readonly runtimeApi: string;
  readonly logStream: string;
  /** The environment of the user who runs the emulator. */
  readonly shell: NodeJS.ProcessEnv;
}

/** What the script of a managed runtime sets for the program. Source: bootstrap.sh of Amazon.Lambda.RuntimeSupport. */
const managedVariables = (runtime: Runtime): Variables =>
  runtimeFacts[runtime].isManaged
    ? {
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
        LAMBDA_RUNTIME_NAME: runtime,
        DOTNET_ROOT: '/var/lang/bin',
      }
    : {};

/**
 * The environment of a process in a sandbox: Lambda's on provided.al2023 (recorded there), with this machine's
 * folders in place of /var/task and /opt. The function's own variables come first, for Lambda reserves its names.
 */
export function sandboxEnvironment({
  fn,
  account,
  runtimeApi,
  logStream,
  shell,
}: SandboxEnvironment): Variables {
  const task = fn.launch.folder;
  const opt = seenOpt(fn.opt);
  const { handler, variables } = handlerSetting(fn.runtime, fn.handler);
  return {
    ...pick(shell, (name) => windowsNeeds.includes(name)),
    ...variables,
    ...fn.environment,
    ...credentials(shell),
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup ?? usualLogGroup(fn.name),
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
    _AWS_XRAY_DAEMON_PORT: '2000',
    LAMBDA_TASK_ROOT: task,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    LD_LIBRARY_PATH: [
      '/var/lang/lib',
      '/lib64',
      '/usr/lib64',
      '/var/runtime',
      '/var/runtime/lib',
      task,
      `${task}/lib`,
      `${opt}/lib`,
    ].join(':'),
    PATH: `/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:${opt}/bin`,
    TZ: ':UTC',
    ...managedVariables(fn.runtime),
    _HANDLER: handler,
  };
}

/** Variables of the runtime that extensions do not get. Source: AWS, "Lambda Extensions API", environment variables. */
const runtimeOnly = [
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_XRAY_CONTEXT_MISSING',
  'AWS_XRAY_DAEMON_ADDRESS',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  '_AWS_XRAY_DAEMON_ADDRESS',
  '_AWS_XRAY_DAEMON_PORT',
  '_HANDLER',
];

/** The environment of an extension's process in a sandbox, from that of its runtime. */
export const extensionEnvironment = (runtime: Variables): Variables =>
  Object.fromEntries(Object.entries(runtime).filter(([name]) => !runtimeOnly.includes(name)));

/** Of no use to a program that an IDE starts, and harmful on other systems than Lambda's. */
const sandboxOnly = ['PATH', 'LD_LIBRARY_PATH', 'LANG', 'TZ'];

/**
 * What a program needs that an IDE starts and the emulator talks to. Real credentials are left out: they would
 * end up in a file, and the IDE has the user's own.
 */
export function attachedEnvironment(setup: SandboxEnvironment): Variables {
  const { AWS_ACCESS_KEY_ID: key, ...shell } = setup.shell;
  const variables = Object.entries(sandboxEnvironment({ ...setup, shell }));
  return Object.fromEntries(
    variables.filter(
      ([name]) => !sandboxOnly.includes(name) && !(key && Object.hasOwn(placeholderKeys, name)),
    ),
  );
}

/** Variables as lines that shells and IDEs (`envFile`) read. */
export const environmentFile = (variables: Variables): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
