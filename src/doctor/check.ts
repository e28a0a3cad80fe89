import type { Finding, Verdict } from '../artifact/finding.ts';
import type { MachineFacts } from './machine/facts.ts';
import type { ProjectFacts } from './project/facts.ts';
import type { Fix } from './project/fixes.ts';

export const areas = ['machine', 'project', 'artifact'] as const;
/** What a check looks at. */
export type Area = (typeof areas)[number];

/** Everything that the checks of machine and project look at; they read nothing themselves. */
export interface Facts {
  readonly machine: MachineFacts;
  /** Undefined outside of a project, and where its settings cannot be read. */
  readonly project: ProjectFacts | undefined;
  /** The day of the check (ISO 8601): runtimes and frameworks have an end. */
  readonly today: string;
}

/** A row of the doctor's table. */
export interface Check<F = Facts> {
  /** A stable name in kebab case. */
  readonly id: string;
  readonly title: string;
  /** The verdict; undefined when there is nothing to look at. */
  run(facts: F): Verdict | undefined;
  /** How to fix what `run` found, where that is mechanical and safe. */
  fix?(facts: F): readonly Fix[];
}

/** A finding of the doctor: the gate's kind, and where it belongs. */
export type DoctorFinding = Finding & {
  readonly area: Area;
  /** Whether `--fix` fixes it. */
  readonly fixable: boolean;
};

/** Puts a check's name to its verdict. */
export function found(
  area: Area,
  { id, title }: Pick<Check, 'id' | 'title'>,
  verdict: Verdict,
  fixable = false,
): DoctorFinding {
  return { area, id, title, ...verdict, fixable } as DoctorFinding;
}
