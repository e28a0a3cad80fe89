import { choice, type Question } from '../../cli/questions.ts';
import { fullName } from '../../dotnet/declarations.ts';
import { findEntryPoint } from '../read/executable.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import { findHandlers } from './handlers.ts';

const all = 'all';

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
