import { type Stage, stagedSettings } from '../../project/stages.ts';
import type { CurrentFunction } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import { settingsWithoutImage } from './fields.ts';

interface Situation {
  readonly desired: DesiredFunction;
  readonly current: CurrentFunction;
  /** The fields that the plan changes. */
  readonly changed: ReadonlySet<string>;
}

/** What a stage says about a function: its settings go over those of the function. */
export function stageRemarks({ name }: { readonly name: string }, stage: Stage | undefined): string[] {
  if (stage === undefined) return [];
  const set = stagedSettings(name, stage);
  return [
    `stage ${stage.name} of ${name}; ${set.length === 0 ? 'it overrides no setting' : `it overrides ${set.join(', ')}`}.`,
  ];
}

/** CloudFormation's own tag on what it has made; SAM and the CDK deploy through it. */
const stackTag = 'aws:cloudformation:stack-name';

/** Who else looks after a function, if that can be told. */
export function ownerRemark({ tags }: CurrentFunction): string[] {
  const stack = tags[stackTag];
  return stack === undefined
    ? []
    : [`it belongs to the CloudFormation stack ${stack}, whose next deployment may undo this.`];
}

/** What the user should know of a function that is there before a plan is carried out. */
const remarks: readonly ((situation: Situation) => string | false | undefined)[] = [
  ({ current: { configuration } }) =>
    configuration.LastUpdateStatus === 'Failed' &&
    `its last update failed (${configuration.LastUpdateStatusReason}).`,
  ({ desired, current: { configuration } }) =>
    desired.createRole && `it has a role already (${configuration.Role}); --create-role does nothing.`,
  ({ current, changed }) => changed.size > 0 && ownerRemark(current)[0],
  ({ current: { configuration }, changed }) =>
    changed.has('runtime') &&
    changed.has('code') &&
    `it runs on ${configuration.Runtime} now: for some seconds it has the new code and the old runtime, and calls fail. An alias keeps its version during that time.`,
];

/** What the settings say that a container image cannot have. */
export function imageRemarks(desired: DesiredFunction): string[] {
  const names = desired.image === undefined ? [] : settingsWithoutImage(desired);
  return names.map((name) => `the setting ${name} does not apply to a container image; it is left out.`);
}

/** The remarks that apply, a sentence each. */
export const remarksOn = (situation: Situation): string[] =>
  remarks.map((remark) => remark(situation)).filter((text) => typeof text === 'string');
