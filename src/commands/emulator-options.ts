import { assignmentProblem } from '../events/set.ts';
import { environmentFileOption } from '../settings/rows/environment.ts';
import type { Option } from './command.ts';

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
] as const satisfies readonly Option[];

/** Where `local` listens unless it is told otherwise. */
export const defaultPort = 9001;
