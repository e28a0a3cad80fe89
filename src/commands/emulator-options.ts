import { assignmentProblem } from '../events/set.ts';
import { apiFormats } from '../platform/options.ts';
import { environmentFileOption } from '../settings/rows/environment.ts';
import type { Choice, Option } from './command.ts';

/** What sets values of an event before it is printed or sent. */
export const setOption = {
  name: 'set',
  type: 'texts',
  placeholder: 'PATH=VALUE',
  description: 'a value of the event, JSON or a text, e.g. Records[0].body=hello; may be given again',
  validate: assignmentProblem,
} as const satisfies Option;

/** Where `invoke` and `cold-start` take the event from. */
export const eventOptions = [
  {
    name: 'payload',
    type: 'text',
    placeholder: 'JSON|@FILE|-',
    description: "the event; - reads standard input (the function's sample event)",
  },
  {
    name: 'event',
    type: 'text',
    placeholder: 'NAME',
    description: 'the event events/NAME.json, else the sample event that "lambda-nativeaot event" lists',
  },
  setOption,
] as const satisfies readonly Option[];

/** What `local` and `invoke` take alike. */
export const emulatorOptions = [
  {
    name: 'jit',
    type: 'boolean',
    description: 'run a debug build (dotnet build) instead of the native one: builds faster, starts slower',
  },
  {
    name: 'env',
    // Yeoman has an option of its own called "env".
    alias: 'env-var',
    type: 'texts',
    placeholder: 'NAME=VALUE',
    description: 'environment variable, in addition to those of the settings',
  },
  environmentFileOption,
  {
    name: 'layer',
    type: 'texts',
    placeholder: 'DIR|ZIP',
    description: 'a layer, whose extensions/ are started with each sandbox; may be given again',
  },
  {
    name: 'cpu-share',
    type: 'boolean',
    description: 'from the first event on, the processor time of the memory setting, as on Lambda (Linux)',
  },
] as const satisfies readonly Option[];

/** Where `local` listens unless it is told otherwise. */
export const defaultPort = 9001;

/** What is wrong with a value of --route, as a sentence, or undefined. */
export const routeProblem = (text: string): string | undefined =>
  readRoute(text) === undefined
    ? 'it is not of the form "METHOD PATH=FUNCTION"; a path looks like /orders/{id}, /files/{proxy+} or $default.'
    : undefined;

/** A route of the command line; without a method it takes every one. */
export function readRoute(text: string): { method: string; path: string; fn: string } | undefined {
  const [, method = 'ANY', path, fn] =
    /^(?:([A-Za-z]+) +)?(\/\S*|\$default) *= *(\S+)$/.exec(text.trim()) ?? [];
  return path === undefined || fn === undefined ? undefined : { method: method.toUpperCase(), path, fn };
}

const apiHints = {
  'http-api': 'API Gateway HTTP API, payload 2.0',
  'http-api-1.0': 'API Gateway HTTP API, payload 1.0',
  rest: 'API Gateway REST API',
  alb: 'Application Load Balancer',
  'alb-multi': 'the same, with multi-value headers',
} as const satisfies Record<(typeof apiFormats)[number], string>;

const apiChoices = apiFormats.map((value) => ({ value, hint: apiHints[value] })) satisfies readonly Choice[];

/** What `local` puts in front of the functions besides their URLs and the APIs of template.yaml. */
export const httpOptions = [
  {
    name: 'http',
    type: 'choice',
    choices: apiChoices,
    description: 'what the routes of --route are of; without --route it has one, which takes everything',
  },
  {
    name: 'route',
    type: 'texts',
    placeholder: '"METHOD PATH=FUNCTION"',
    description: 'a route, as "GET /orders/{id}=orders"; may be given again',
    validate: routeProblem,
  },
  {
    name: 'claims',
    type: 'text',
    placeholder: 'JSON|@FILE',
    description: 'what an authorizer of API Gateway says of every caller: an object of claims',
  },
] as const satisfies readonly Option[];

/** What brings events to the functions without a caller. */
export const sourceOption = {
  name: 'source',
  type: 'texts',
  placeholder: 'SOURCE=FUNCTION',
  description:
    'events of a queue (sqs:QUEUE_URL=orders), a stream (kinesis:STREAM=orders, dynamodb:TABLE=orders) or a schedule ("schedule:rate(1 minute)=report"); may be given again',
} as const satisfies Option;
