import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import { accountProblem, profileProblem, regionProblem } from '../platform/aws-names.ts';
import { lambdaLimits } from '../platform/limits.ts';
import { settingSchemas } from '../settings/table.ts';
import { isObject, type Members, textWithout } from '../settings/values.ts';

/** Stages: the same functions several times on AWS, under other names, with other settings, in other accounts. */

const overrides = v.partial(v.object(settingSchemas));

const stageSchema = v.object({
  /** What follows the functions' names; "-" and the stage's name unless it is set. */
  suffix: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{0,63}$/))),
  /** The account that the stage belongs to. No other is touched. */
  account: v.optional(textWithout(accountProblem)),
  region: v.optional(textWithout(regionProblem)),
  /** A profile of the shared AWS files. */
  profile: v.optional(textWithout(profileProblem)),
  /** Settings of all functions. */
  settings: v.optional(overrides),
  /** Settings of one function, by the name that it has without the stage. */
  functions: v.optional(v.record(v.string(), overrides)),
});

/** The stages of a project, by their names. */
export const stagesSchema = v.optional(
  v.record(v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/)), stageSchema),
);

/** A stage, and what it is called. */
export interface Stage extends v.InferOutput<typeof stageSchema> {
  readonly name: string;
}

/** The part of a project's settings that stages are about. */
export interface Staged<F extends { readonly name: string } = { readonly name: string }> {
  readonly functions: readonly F[];
  readonly stages?: v.InferOutput<typeof stagesSchema>;
}

/** All stages of a project. */
export const stagesOf = ({ stages = {} }: Pick<Staged, 'stages'>): Stage[] =>
  Object.entries(stages).map(([name, stage]) => ({ ...stage, name }));

/** The name of a function in a stage. */
export const stagedName = (name: string, { name: stage, suffix = `-${stage}` }: Stage): string =>
  `${name}${suffix}`;

/** What is wrong with a stage in its project, a sentence each. */
export function stageProblems({ functions }: Staged, stage: Stage): string[] {
  const known = functions.map(({ name }) => name);
  const strangers = Object.keys(stage.functions ?? {}).filter((name) => !known.includes(name));
  const long = known
    .map((name) => stagedName(name, stage))
    .filter((name) => name.length > lambdaLimits.functionNameLength);
  return [
    ...strangers.map(
      (name) => `Stage ${stage.name} has settings of a function "${name}", which is not in the project.`,
    ),
    ...long.map(
      (name) =>
        `In stage ${stage.name} a function is called ${name}, which has more than ${lambdaLimits.functionNameLength} characters; give the stage a shorter "suffix".`,
    ),
  ];
}

/**
 * The stage that is meant; undefined where none is named.
 * @throws UsageError for a stage that the project does not have, or that does not fit it.
 */
export function findStage(settings: Staged, name: string | undefined): Stage | undefined {
  if (name === undefined) return undefined;
  const stages = stagesOf(settings);
  const found = stages.find((stage) => stage.name === name);
  if (found === undefined) {
    const known =
      stages.length === 0 ? 'it has none' : `it has: ${stages.map((stage) => stage.name).join(', ')}`;
    throw new UsageError(`No stage "${name}" in this project; ${known} ("stages" in .yo-rc.json).`);
  }
  const [problem] = stageProblems(settings, found);
  if (problem !== undefined) throw new UsageError(problem);
  return found;
}

/** A value over another: members of objects one by one, everything else as a whole. */
function over(base: unknown, value: unknown): unknown {
  if (!isObject(base) || !isObject(value)) return value;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, member] of Object.entries(value))
    merged[name] = Object.hasOwn(base, name) ? over(base[name], member) : member;
  return merged;
}

const layersOf = (name: string, stage: Stage): Members[] =>
  [stage.settings, stage.functions?.[name]].filter((layer) => layer !== undefined);

/** The settings of a function that a stage says something about, by their names. */
export const stagedSettings = (name: string, stage: Stage): string[] => [
  ...new Set(layersOf(name, stage).flatMap(Object.keys)),
];

/**
 * A function as it is in a stage: under its name there, with the stage's settings over its own, those for this function
 * last. Members of objects are added one by one, such as environment variables; everything else replaces.
 */
export function inStage<F extends { readonly name: string }>(fn: F, stage: Stage | undefined): F {
  if (stage === undefined) return fn;
  const merged = layersOf(fn.name, stage).reduce<unknown>(over, fn) as F;
  return { ...merged, name: stagedName(fn.name, stage) };
}

/** Every function without a stage, and in each. */
export const inAllStages = <F extends { readonly name: string }>(settings: Staged<F>): F[] =>
  [undefined, ...stagesOf(settings)].flatMap((stage) => settings.functions.map((fn) => inStage(fn, stage)));
