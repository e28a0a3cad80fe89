import type { TreeFile } from '../../src/files/tree.ts';
import { renderProject, renderTemplates } from '../../src/project/render.ts';
import { formatSettings, settingsFile } from '../../src/project/settings.ts';
import type { Variant } from './conditional-text.ts';
import { type Axis, sizeOf } from './conditions.ts';
import { allListed, layers } from './layers.ts';
import { otherName, placeholder, renamed } from './names.ts';
import type { TemplateOption, Values } from './options.ts';
import { choiceAxes, listAxes, settingsFor, valuesOf } from './values.ts';

/** A file of the projects, in all of its texts. */
export interface VariedFile {
  /** With the placeholder of the name. */
  readonly path: string;
  readonly executable: boolean;
  /** What the combinations of the variants are combinations of. */
  readonly axes: readonly Axis[];
  readonly variants: readonly Variant[];
}

/** With the other name rendered too, so that a name in an unknown form cannot pass. */
function checkNames(values: Values, files: readonly TreeFile[]): void {
  const others = new Map(
    renderProject(settingsFor(values, otherName)).map(({ path, contents }) => [
      renamed(path, otherName, placeholder),
      renamed(contents, otherName, placeholder),
    ]),
  );
  for (const { path, contents } of files) {
    if (others.get(path) !== contents) {
      throw new Error(
        `${path} has the project's name in a form that scripts/dotnet-templates/names.ts lacks.`,
      );
    }
  }
}

/** Texts by the combinations that have them. */
class Collected {
  executable = false;
  readonly texts = new Map<string, number[]>();

  add(text: string, combination: number): void {
    const combinations = this.texts.get(text);
    if (combinations === undefined) this.texts.set(text, [combination]);
    else combinations.push(combination);
  }

  variants(): Variant[] {
    return [...this.texts].map(([text, combinations]) => ({ text, combinations }));
  }
}

const combinationsOf = (axes: readonly Axis[]) => [...Array(sizeOf(axes)).keys()];

/** The settings file lists what was chosen, so that it differs in every combination. */
function settingsVariants(options: readonly TemplateOption[]): VariedFile {
  const axes = [...choiceAxes(options), ...listAxes(options)];
  const collected = new Collected();
  for (const combination of combinationsOf(axes)) {
    collected.add(formatSettings(settingsFor(valuesOf(options, axes, combination))), combination);
  }
  return { path: settingsFile, executable: false, axes, variants: collected.variants() };
}

/** The texts that files have without the choice of a list that changes them. */
function withoutLists(
  options: readonly TemplateOption[],
  axes: readonly Axis[],
  changed: ReadonlyMap<string, Axis>,
): ReadonlyMap<string, Collected> {
  const collected = new Map([...changed.keys()].map((path) => [path, new Collected()]));
  if (changed.size === 0) return collected;
  const paths = new Set(changed.keys());
  for (const combination of combinationsOf(axes)) {
    const settings = settingsFor(valuesOf(options, axes, combination));
    for (const { path, contents } of renderTemplates(settings, (path) => paths.has(path))) {
      collected.get(path)?.add(contents, combination);
    }
  }
  return collected;
}

/** Every file that a project can have, in all of its texts: what `new` renders for every combination of the options. */
export function variedFiles(options: readonly TemplateOption[]): VariedFile[] {
  const axes = choiceAxes(options);
  const everything = allListed(options);
  const full = (combination: number): Values => ({ ...valuesOf(options, axes, combination), ...everything });
  const collected = new Map<string, Collected>();
  for (const combination of combinationsOf(axes)) {
    const values = full(combination);
    const files = renderProject(settingsFor(values));
    checkNames(values, files);
    for (const { path, contents, executable } of files) {
      const own = collected.get(path) ?? new Collected();
      own.executable ||= executable === true;
      own.add(contents, combination);
      collected.set(path, own);
    }
  }
  const { added, changed } = layers(options);
  const without = withoutLists(options, axes, changed);
  collected.delete(settingsFile);
  const varied = [...collected].map(([path, own]): VariedFile => {
    const { executable } = own;
    const axis = added.get(path) ?? changed.get(path);
    if (axis === undefined) return { path, executable, axes, variants: own.variants() };
    const { length } = axis.values;
    const all = new Collected();
    for (const { text, combinations } of own.variants()) {
      for (const combination of combinations) all.add(text, combination * length + 1);
    }
    for (const { text, combinations } of without.get(path)?.variants() ?? []) {
      for (const combination of combinations) all.add(text, combination * length);
    }
    return { path, executable, axes: [...axes, axis], variants: all.variants() };
  });
  return [...varied, settingsVariants(options)].sort((a, b) => (a.path < b.path ? -1 : 1));
}
