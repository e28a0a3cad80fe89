import type { Question } from '../cli/questions.ts';
import { fullName } from '../dotnet/declarations.ts';
import { findEntryPoint } from './executable.ts';
import type { ProjectFacts } from './facts.ts';
import { findHandlers } from './handlers.ts';

const all = 'all';

const choice = (value: string, name = value) => ({ name, value, short: value });

/** Which handlers to convert, where there are several; undefined where there is nothing to choose. */
export function handlerQuestion(facts: ProjectFacts): Question | undefined {
  if (facts.settings || findEntryPoint(facts)) return undefined;
  const names = findHandlers(facts, []).map(({ type, method }) => `${fullName(type)}::${method.name}`);
  if (names.length < 2) return undefined;
  return {
    name: 'handler',
    message: 'Handlers to convert',
    type: 'select',
    default: all,
    choices: [choice(all, `all ${names.length}`), ...names.map((name) => choice(name))],
  };
}

/** The handlers that were chosen, as `--handler` takes them; undefined for all. */
export function chosenHandlers({ handler }: Record<string, unknown>): string[] | undefined {
  return handler === all ? undefined : [String(handler)];
}

/** Asked when everything is known and before anything is written. */
export const confirmQuestion: Question = {
  name: 'write',
  message: 'Write these changes?',
  type: 'select',
  default: 'yes',
  choices: [choice('yes'), choice('no')],
};

export const isConfirmed = ({ write }: Record<string, unknown>) => write === 'yes';
