import type { AliasTarget } from './alias.ts';
import type { Change } from './fields.ts';

/** A setting that has calls of its own: "set" and its title. */
export type SettingAction = `set ${string}`;

/** What a deployment does to a function, one call (or one small group of calls) each. */
export type StepAction =
  | 'create role'
  | 'use existing role'
  | 'create'
  | 'update code'
  | 'update configuration'
  | 'tag'
  | 'publish'
  | 'create alias'
  | 'update alias'
  | 'shift alias'
  | 'promote alias'
  | 'create URL'
  | 'update URL'
  | 'delete URL'
  | 'allow public URL'
  | 'withdraw public URL'
  | 'delete versions'
  | 'delete function'
  | 'delete role'
  | SettingAction;

export interface Step {
  readonly action: StepAction;
  readonly changes: readonly Change[];
  /** The versions that "delete versions" is about. */
  readonly versions?: readonly string[];
  /** Where the steps of an alias send it. */
  readonly alias?: AliasTarget;
  /** The name of the setting that "set ..." is about. */
  readonly setting?: string;
}

/** What is going to happen to one function. Plain data: it prints as a table, or as JSON as it is. */
export interface FunctionPlan {
  readonly name: string;
  readonly steps: readonly Step[];
  /** What the user should know besides. */
  readonly notes: readonly string[];
  /** What to do once all of it is done. */
  readonly next?: string;
}

export const step = (action: StepAction, changes: readonly Change[] = []): Step => ({ action, changes });

/** A change without a value before it. */
export const to = (field: string, value: string): Change => ({ field, to: value });
