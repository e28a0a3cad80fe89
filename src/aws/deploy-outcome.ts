import type { Planned, Result } from './deploy.ts';

/** What a run of `deploy` came to. */
export interface DeployOutcome {
  readonly region: string;
  readonly planned: readonly Planned[];
  /** Absent when the run ended with the plan. */
  readonly results?: readonly Result[];
}
