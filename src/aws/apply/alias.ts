import { isDeepStrictEqual } from 'node:util';
import { type AliasConfiguration, CreateAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { orAbort } from '../../processes/interrupt.ts';
import { type AliasTarget, sharesOf } from '../deploy/alias.ts';
import { listAliases } from '../deploy/current.ts';
import type { Step } from '../deploy/plan.ts';
import { change } from './changes.ts';
import type { Run } from './run.ts';
import { sender } from './send.ts';

/** Where an alias is to be, with the version that was published in place of the one that was not known. */
function requestOf({ desired, progress }: Run, { name, version, canary }: AliasTarget) {
  const known = (planned: string | undefined) => {
    const found = planned ?? progress.version;
    // A plan that names no version publishes one, or the one of this code was found.
    if (found === undefined) throw new Error(`Alias ${name} has no version to go to.`);
    return found;
  };
  // Weights that an alias had would send a part elsewhere: the request always names all of them.
  const AdditionalVersionWeights = canary === undefined ? {} : { [known(canary.version)]: canary.weight };
  return {
    FunctionName: desired.name,
    Name: name,
    FunctionVersion: known(version),
    RoutingConfig: { AdditionalVersionWeights },
  };
}

/** The version that the run was about: the canary where there is one. */
const versionOf = ({ FunctionVersion, RoutingConfig }: AliasConfiguration) =>
  Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})[0] ?? FunctionVersion;

const isAt = (alias: AliasConfiguration, wanted: AliasConfiguration) =>
  isDeepStrictEqual(sharesOf(alias), sharesOf(wanted));

export async function createAlias(run: Run, { alias }: Step): Promise<void> {
  const { RoutingConfig: _, ...request } = requestOf(run, alias as AliasTarget);
  const { FunctionVersion } = await change(run, () => sender(run)(new CreateAliasCommand(request)));
  run.progress.version = FunctionVersion;
}

/** Moves an alias in one call, so that it is where it was or where it is to be. */
export async function updateAlias(run: Run, { alias }: Step): Promise<void> {
  const { session, signal, desired } = run;
  const request = requestOf(run, alias as AliasTarget);
  const { revisionId: RevisionId } = alias as AliasTarget;
  const command = new UpdateAliasCommand({ ...request, ...(RevisionId === undefined ? {} : { RevisionId }) });
  try {
    await change(run, () => sender(run)(command));
  } catch (error) {
    if ((error as Error).name !== 'PreconditionFailedException') throw error;
    // An attempt whose answer was lost may have been carried out: the alias has another revision then, by ourselves.
    const aliases = await orAbort(listAliases(session, desired.name), signal);
    const found = aliases.find(({ Name }) => Name === request.Name);
    if (found === undefined || !isAt(found, request)) throw error;
  }
  run.progress.version = versionOf(request);
}
