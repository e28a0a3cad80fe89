import type { TreeFile } from '../../src/files/tree.ts';
import { packageVersion } from '../../src/package.ts';
import { type Answers, settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { formatSettings, type Settings, settingsFile } from '../../src/project/settings.ts';
import type { Variant } from './conditional-text.ts';
import { type Axis, positionOf, sizeOf } from './conditions.ts';
import { type NameSet, otherName, placeholder, renamed } from './names.ts';
import { defaultOf, type TemplateOption, type Values } from './options.ts';

/** A file of the projects, in all of its texts. */
export interface VariedFile {
  /** With the placeholder of the name. */
  readonly path: string;
  readonly executable: boolean;
  /** What the combinations of the variants are combinations of. */
  readonly axes: readonly Axis[];
  readonly variants: readonly Variant[];
}

/** The axes of options that have one value. */
export const choiceAxes = (options: readonly TemplateOption[]): Axis[] =>
  options
    .filter(({ type }) => type === 'choice')
    .map(({ name, choices }) => ({ option: name, values: choices.map(({ value }) => value) }));

/** An axis for every choice of a list. */
const listAxes = (options: readonly TemplateOption[]): Axis[] =>
  options
    .filter(({ type }) => type === 'list')
    .flatMap(({ name, choices }) =>
      choices.map(({ value }) => ({ option: name, values: ['no', 'yes'], listed: value })),
    );

/** The values of options in a combination; those of options that have no axis are their defaults. */
export function valuesOf(
  options: readonly TemplateOption[],
  axes: readonly Axis[],
  combination: number,
): Values {
  const position = positionOf(axes, combination);
  const values: Record<string, string | readonly string[]> = Object.fromEntries(
    options.map((option) => [option.name, defaultOf(option)]),
  );
  for (const [at, { option, values: known, listed }] of axes.entries()) {
    const index = position[at] as number;
    if (listed === undefined) values[option] = known[index] as string;
    else if (index === 1) values[option] = [...(values[option] as readonly string[]), listed];
  }
  return values;
}

/** The settings of the project that `new` writes for these values. */
export const settingsFor = (values: Values, { name }: NameSet = placeholder): Settings =>
  settingsOf(name, values as unknown as Answers, packageVersion());

/** With the other name rendered too, so that a name in a form that nobody knows of cannot pass. */
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

const sameFiles = (a: readonly TreeFile[], b: readonly TreeFile[]): string[] => {
  const known = new Map(a.map(({ path, contents }) => [path, contents]));
  return b.filter(({ path, contents }) => known.get(path) !== contents).map(({ path }) => path);
};

/**
 * Which choice of a list a file is there for, by path; a list adds files, and changes none.
 * @throws Error for a file that is there for two of them, or that one of them changes.
 */
function layers(options: readonly TemplateOption[], full: readonly TreeFile[]): Map<string, Axis> {
  const bare = renderProject(settingsFor(valuesOf(options, [], 0)));
  const found = new Map<string, Axis>();
  for (const axis of listAxes(options)) {
    const files = renderProject(settingsFor(valuesOf(options, [axis], 1)));
    const added = sameFiles(bare, files).filter((path) => path !== settingsFile);
    const known = new Set(bare.map(({ path }) => path));
    const wrong = [
      ...added.filter((path) => found.has(path) || known.has(path)),
      ...sameFiles(full, files).filter((path) => path !== settingsFile),
    ];
    if (wrong[0] !== undefined) {
      throw new Error(
        `--${axis.option} ${axis.listed} changes ${wrong[0]}; the template can only add files.`,
      );
    }
    for (const path of added) found.set(path, axis);
  }
  return found;
}

/** Every file that a project can have, in all of its texts: what `new` renders for every combination of the options. */
export function variedFiles(options: readonly TemplateOption[]): VariedFile[] {
  const axes = choiceAxes(options);
  const everything = Object.fromEntries(
    options
      .filter(({ type }) => type === 'list')
      .map(({ name, choices }) => [name, choices.map(({ value }) => value)]),
  );
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
  const defaults = combinationsOf(axes).find((combination) => {
    const values = valuesOf(options, axes, combination);
    return options.every((option) => option.type === 'list' || values[option.name] === defaultOf(option));
  }) as number;
  const layer = layers(options, renderProject(settingsFor(full(defaults))));
  collected.delete(settingsFile);
  const varied = [...collected].map(([path, own]): VariedFile => {
    const { executable } = own;
    const axis = layer.get(path);
    if (axis === undefined) return { path, executable, axes, variants: own.variants() };
    const variants = own.variants().map(({ text, combinations }) => ({
      text,
      combinations: combinations.map((combination) => combination * axis.values.length + 1),
    }));
    return { path, executable, axes: [...axes, axis], variants };
  });
  return [...varied, settingsVariants(options)].sort((a, b) => (a.path < b.path ? -1 : 1));
}
