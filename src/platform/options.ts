/** Closed sets of values that settings and flags take, the default first where there is one. */

/** What speaks to the Runtime API in a project: the runtime client that is written into it, or AWS's packages. */
export const libraries = ['builtin', 'aws'] as const;
export type Library = (typeof libraries)[number];
export const defaultLibrary: Library = 'builtin';

/** What `--with` adds to a project. */
export const extras = [
  'sam',
  'cdk',
  'terraform',
  'github',
  'vscode',
  'visualstudio',
  'dotnet-lambda',
] as const;
export type Extra = (typeof extras)[number];

/** Whether Lambda samples requests for X-Ray itself (active) or follows its caller. */
export const tracingModes = ['active', 'passthrough'] as const;
export const logFormats = ['text', 'json'] as const;
/** From the most to the least; Lambda keeps what is at the level and below it. Source: Lambda API, LoggingConfig. */
export const applicationLogLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export const systemLogLevels = ['debug', 'info', 'warn'] as const;
/** What Lambda does when a function keeps calling itself through a queue, a topic or a bucket. */
export const recursiveLoops = ['terminate', 'allow'] as const;
/** A function URL is public (none) or asks for signed requests (iam). */
export const urlAuths = ['none', 'iam'] as const;
export const invokeModes = ['buffered', 'streaming'] as const;
/** What `local` may put in front of functions besides their URLs. */
export const apiFormats = ['http-api', 'http-api-1.0', 'rest', 'alb', 'alb-multi'] as const;
export type ApiFormatName = (typeof apiFormats)[number];
