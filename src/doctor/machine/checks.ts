import type { Check } from '../check.ts';
import { containerChecks } from './containers.ts';
import { dotnetChecks } from './dotnet.ts';
import { surroundingChecks } from './environment.ts';
import { toolchainChecks } from './toolchain.ts';

/** Every check of the machine, in the order in which a build meets them. */
export const machineChecks: readonly Check[] = [
  ...dotnetChecks,
  ...toolchainChecks,
  ...containerChecks,
  ...surroundingChecks,
];
