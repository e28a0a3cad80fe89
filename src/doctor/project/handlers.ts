import { error, info, ok, warning } from '../../artifact/finding.ts';
import { listNames } from '../../artifact/text.ts';
import { settingsFile } from '../../project/settings.ts';
import type { Check } from '../check.ts';
import type { CodeFacts } from './facts.ts';

const where = (registered: NonNullable<CodeFacts['registered']>, name?: string) => {
  const found = registered.find((handler) => handler.name === name);
  return found ? `${found.path}:${found.line}` : [...new Set(registered.map(({ path }) => path))].join(', ');
};

export const handlerChecks: readonly Check[] = [
  {
    id: 'handlers',
    title: 'Handlers',
    run({ project }) {
      const { registered, hasComputedNames } = project?.code ?? {};
      if (project === undefined || project.code === undefined) return undefined;
      const { functions } = project.settings;
      if (registered === undefined) return info('No source registers handlers in a way that is known here.');
      if (hasComputedNames) return info('Some handlers have names that are only known at run time.');
      const names = registered.flatMap(({ name }) => (name === undefined ? [] : [name]));
      const wanted = functions.map(({ handler }) => handler);
      const [only] = registered;
      if (only?.name === undefined) return ok('One bootstrap answers whatever the Handler setting is.');
      const unknown = [...new Set(wanted)].filter((handler) => !names.includes(handler));
      const register = `Register it in ${where(registered)}, or change "handler" in ${settingsFile}.`;
      if (unknown.length > 0 && registered.length === 1 && functions.length === 1) {
        return warning(
          `The function's handler is ${listNames(unknown)}, the program registers ${listNames(names)}.`,
          'A single handler answers whatever the setting is; with a second one this function fails.',
          register,
        );
      }
      if (unknown.length > 0) {
        return error(
          `No source registers ${listNames(unknown)}; there are: ${listNames(names)}.`,
          registered.length === 1
            ? `${listNames(names)} answers in its place.`
            : `The function ends at its start: no handler of that name.`,
          register,
        );
      }
      const twice = names.filter((name, i) => names.indexOf(name) !== i);
      if (twice.length > 0) {
        return error(
          `${listNames([...new Set(twice)])} is registered more than once.`,
          'The program ends at its start, or the last one answers.',
          `Remove one in ${where(registered, twice[0])}.`,
        );
      }
      const unused = names.filter((name) => !wanted.includes(name));
      if (unused.length > 0) {
        return warning(
          `${listNames(unused)} is registered (${where(registered, unused[0])}) and no function has it.`,
          '"local", "invoke" and "deploy" know only the functions in the settings.',
          `Add it to "functions" in ${settingsFile}, or remove the line.`,
        );
      }
      return ok(`${names.join(', ')}.`);
    },
  },
  {
    id: 'json-types',
    title: 'JSON types',
    run({ project }) {
      const { missingTypes = [], context, registered } = project?.code ?? {};
      if (registered === undefined) return undefined;
      if (missingTypes.length === 0) return context && ok(`${context.name} has every type of a handler.`);
      const types = listNames([...new Set(missingTypes.map(({ type }) => type))]);
      const handlers = [...new Set(missingTypes.flatMap(({ handler }) => handler ?? []))];
      const of = handlers.length > 0 ? ` (${handlers.join(', ')})` : '';
      if (context === undefined) {
        return error(
          `No JsonSerializerContext of the project is known, and handlers use ${types}${of}.`,
          'A native program has no reflection to read or write JSON with.',
          'Write a partial class that derives from JsonSerializerContext, with [JsonSerializable] for each type.',
        );
      }
      const [first] = missingTypes;
      const isSure = missingTypes.some((missing) => missing.isSure);
      return (isSure ? error : warning)(
        `${context.name} (${context.path}) lacks ${types}${of}.`,
        'The call fails: "JsonTypeInfo metadata for type … was not provided".',
        `Add [JsonSerializable(typeof(${first?.type}))] above the class${missingTypes.length > 1 ? ', and so on' : ''}.`,
      );
    },
    fix: ({ project }) => {
      const fix = project?.code?.contextFix;
      return fix === undefined ? [] : [{ kind: 'file', ...fix }];
    },
  },
];
