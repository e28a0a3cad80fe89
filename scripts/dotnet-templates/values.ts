import { packageVersion } from '../../src/package.ts';
import { type Answers, settingsOf } from '../../src/project/answers.ts';
import type { Settings } from '../../src/project/settings.ts';
import { type Axis, positionOf } from './conditions.ts';
import { type NameSet, placeholder } from './names.ts';
import { defaultOf, type TemplateOption, type Values } from './options.ts';

/** The axes of options that have one value. */
export const choiceAxes = (options: readonly TemplateOption[]): Axis[] =>
  options
    .filter(({ type }) => type === 'choice')
    .map(({ name, choices }) => ({ option: name, values: choices.map(({ value }) => value) }));

/** An axis for every choice of a list. */
export const listAxes = (options: readonly TemplateOption[]): Axis[] =>
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
