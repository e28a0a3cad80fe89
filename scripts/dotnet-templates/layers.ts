import { renderProject } from '../../src/project/render.ts';
import { settingsFile } from '../../src/project/settings.ts';
import type { Axis } from './conditions.ts';
import type { TemplateOption, Values } from './options.ts';
import { choiceAxes, listAxes, settingsFor, valuesOf } from './values.ts';

/** All choices of every list. */
export const allListed = (options: readonly TemplateOption[]): Values =>
  Object.fromEntries(
    options
      .filter(({ type }) => type === 'list')
      .map(({ name, choices }) => [name, choices.map(({ value }) => value)]),
  );

/** The defaults, and what differs from them in one option. */
function bases(options: readonly TemplateOption[]): Values[] {
  const defaults = valuesOf(options, [], 0);
  return choiceAxes(options).flatMap(({ option, values }) =>
    values.map((value) => ({ ...defaults, [option]: value })),
  );
}

/** The texts of a project by path, without the settings file: that one lists what was chosen. */
const filesOf = (values: Values) =>
  new Map(
    renderProject(settingsFor(values))
      .filter(({ path }) => path !== settingsFile)
      .map(({ path, contents }) => [path, contents]),
  );

/** Where two projects differ first. */
const difference = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
  [...a.keys(), ...b.keys()].find((path) => a.get(path) !== b.get(path));

/**
 * Which choice of a list a file is there for, by path. It is looked for with every value of every other option.
 * @throws Error where a list does more than add files: where one is there for two of its choices, or changed.
 */
export function layers(options: readonly TemplateOption[]): Map<string, Axis> {
  const found = new Map<string, Axis>();
  const always = new Set<string>();
  const refuse = (path: string, values: Values) => {
    throw new Error(
      `${path} is not added by one choice of a list alone (${JSON.stringify(values)}): let an option of its own decide it.`,
    );
  };
  for (const base of bases(options)) {
    const bare = filesOf(base);
    const laid = new Map(bare);
    for (const path of bare.keys()) always.add(path);
    for (const axis of listAxes(options)) {
      const values = { ...base, [axis.option]: [axis.listed as string] };
      for (const [path, text] of filesOf(values)) {
        if (bare.get(path) === text) continue;
        if (laid.has(path)) refuse(path, values);
        const known = found.get(path) ?? axis;
        if (known.option !== axis.option || known.listed !== axis.listed) refuse(path, values);
        found.set(path, axis);
        laid.set(path, text);
      }
    }
    const all = { ...base, ...allListed(options) };
    const wrong = difference(laid, filesOf(all));
    if (wrong !== undefined) refuse(wrong, all);
  }
  const both = [...found.keys()].find((path) => always.has(path));
  if (both !== undefined) refuse(both, {});
  return found;
}
