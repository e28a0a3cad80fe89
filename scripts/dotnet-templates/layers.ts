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

/** What the choices of lists do to files, by path. */
export interface Layers {
  /** The choice that a file is there for. */
  readonly added: ReadonlyMap<string, Axis>;
  /** The one choice that a file, which is always there, has other lines with. */
  readonly changed: ReadonlyMap<string, Axis>;
}

const isSame = (a: Axis, b: Axis) => a.option === b.option && a.listed === b.listed;

/**
 * What each choice of a list adds and changes. It is looked for with every value of every other option.
 * @throws Error where two choices of a list add or change the same file.
 */
export function layers(options: readonly TemplateOption[]): Layers {
  const added = new Map<string, Axis>();
  const changed = new Map<string, Axis>();
  const refuse = (path: string, values: Values) => {
    throw new Error(
      `${path} does not come from one choice of a list alone (${JSON.stringify(values)}): let an option of its own decide it.`,
    );
  };
  for (const base of bases(options)) {
    const bare = filesOf(base);
    const laid = new Map(bare);
    for (const axis of listAxes(options)) {
      const values = { ...base, [axis.option]: [axis.listed as string] };
      for (const [path, text] of filesOf(values)) {
        if (bare.get(path) === text) continue;
        if (laid.get(path) !== bare.get(path)) refuse(path, values);
        const found = bare.has(path) ? changed : added;
        if (!isSame(found.get(path) ?? axis, axis)) refuse(path, values);
        found.set(path, axis);
        laid.set(path, text);
      }
    }
    const all = { ...base, ...allListed(options) };
    const wrong = difference(laid, filesOf(all));
    if (wrong !== undefined) refuse(wrong, all);
  }
  const both = [...added.keys()].find((path) => changed.has(path));
  if (both !== undefined) refuse(both, {});
  return { added, changed };
}
