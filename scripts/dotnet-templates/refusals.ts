import { createHash } from 'node:crypto';
import { UsageError } from '../../src/errors.ts';
import { requireFit } from '../../src/project/answers.ts';
import { nameAdvice } from '../../src/project/names.ts';
import { noticesOf } from '../../src/project/notices.ts';
import { type Axis, conditionOf, sizeOf } from './conditions.ts';
import { defaultOf, type TemplateOption, type Values } from './options.ts';
import { choiceAxes, settingsFor, valuesOf } from './values.ts';

/** A text, and the condition under which it is said. */
export interface Said {
  readonly text: string;
  readonly condition: string;
}

function said(axes: readonly Axis[], texts: ReadonlyMap<string, readonly number[]>): Said[] {
  return [...texts].map(([text, combinations]) => {
    const cases = new Uint8Array(sizeOf(axes));
    for (const combination of combinations) cases[combination] = 1;
    return { text, condition: String(conditionOf(axes, cases)) };
  });
}

/** Texts by the combinations of all options that have one value in which `textsOf` gives them. */
function saidOf(options: readonly TemplateOption[], textsOf: (values: Values) => readonly string[]): Said[] {
  const axes = choiceAxes(options);
  const texts = new Map<string, number[]>();
  for (let combination = 0; combination < sizeOf(axes); combination++) {
    for (const text of textsOf(valuesOf(options, axes, combination))) {
      texts.set(text, [...(texts.get(text) ?? []), combination]);
    }
  }
  return said(axes, texts);
}

/** What `new` tells after it has written a project. */
export const notices = (options: readonly TemplateOption[]): Said[] =>
  saidOf(options, (values) => noticesOf(settingsFor(values)));

/**
 * Values that do not go with one another, as `new` refuses them. The template engine does not tell a default from the
 * same value given, which therefore passes.
 */
export const misfits = (options: readonly TemplateOption[]): Said[] =>
  saidOf(options, (values) => {
    const given = Object.fromEntries(
      options
        .filter((option) => option.name === 'sample' || values[option.name] !== defaultOf(option))
        .map(({ name }) => [name, values[name] as string]),
    );
    try {
      requireFit(given);
      return [];
    } catch (error) {
      if (error instanceof UsageError) return [error.message];
      throw error;
    }
  });

/** A name that `new` refuses. */
export const nameRefusal: Said = { text: nameAdvice, condition: 'nameProblem' };

/** Built into the template engine. Source: dotnet/templating, "Post Action Registry". */
const postActions = {
  instructions: 'AC1156F7-BB77-4DB8-B28F-24EEBCCA1E5C',
  permissions: 'CB9A6CF3-4F5C-4860-B9D2-03A574959774',
} as const;

const stableId = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** A text that is shown after the files are written. */
export const noticeAction = ({ text, condition }: Said) => ({
  id: `notice-${stableId(text)}`,
  actionId: postActions.instructions,
  condition: `(!refused && ${condition})`,
  description: 'Note',
  manualInstructions: [{ text }],
  continueOnError: true,
});

/**
 * A refusal. Nothing is written where `refused` holds; that dotnet new fails and shows the text takes an action that no
 * host knows, since the template engine has none that fails.
 */
export const refusalAction = ({ text, condition }: Said) => ({
  id: `refusal-${stableId(text)}`,
  actionId: '0B2F3D5C-6A0E-4B4B-9C38-5D1C6F0D7A11',
  condition: `(${condition})`,
  description: 'Nothing was written',
  manualInstructions: [{ text }],
  continueOnError: false,
});

/** Makes files executable, which a package of NuGet does not say of them. */
export const executableAction = (paths: readonly string[]) => ({
  id: 'executable',
  actionId: postActions.permissions,
  condition: '(!refused && OS != "Windows_NT")',
  description: 'Make the scripts executable',
  args: { '+x': paths },
  manualInstructions: [{ text: `chmod +x ${paths.join(' ')}` }],
  continueOnError: true,
});
