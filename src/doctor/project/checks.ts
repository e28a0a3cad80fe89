import type { Check } from '../check.ts';
import { claimChecks } from './consistency.ts';
import { deploymentChecks } from './deployment.ts';
import { fileChecks } from './files.ts';
import { handlerChecks } from './handlers.ts';
import { lifetimeChecks } from './lifetimes.ts';
import { propertyChecks } from './properties.ts';
import { runtimeClientChecks } from './runtime-client.ts';
import { stageChecks } from './stages.ts';
import { versionChecks } from './version.ts';

/** Every check of the project: its files, what they build, how long that is supported, and by what it was written. */
export const projectChecks: readonly Check[] = [
  ...fileChecks,
  ...stageChecks,
  ...propertyChecks,
  ...handlerChecks,
  ...claimChecks,
  ...deploymentChecks,
  ...lifetimeChecks,
  ...versionChecks,
  ...runtimeClientChecks,
];
