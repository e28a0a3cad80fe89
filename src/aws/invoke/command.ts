import { emulatorOptions } from '../../commands/emulator-options.ts';
import { invokeError, invokeResult } from '../../emulator/invoke.ts';
import type { InvokeFlags } from '../../emulator/invoke-command.ts';
import { readPayload } from '../../emulator/payload.ts';
import { UsageError } from '../../errors.ts';
import { interruptible } from '../../processes/interrupt.ts';
import { findFunction, readSettings } from '../../project/settings.ts';
import { findStage, inStage } from '../../project/stages.ts';
import { during, type Output } from '../../ui/output.ts';
import { withStage } from '../session/with-stage.ts';
import { invokeOn } from './invoke.ts';

/** What a function on AWS has from its last deployment. */
const localFlags = emulatorOptions.map(({ name }) => name);

/**
 * `invoke --remote`: the result on standard output, the end of the log on standard error.
 * @throws UserError when the function failed, after its error document was printed, or could not be invoked.
 */
export async function runRemoteInvoke(
  folder: string,
  functionName: string | undefined,
  flags: InvokeFlags,
  output: Output,
): Promise<void> {
  const local = localFlags.find((name) => flags[name] !== undefined);
  if (local) throw new UsageError(`--${local} is for calls on this machine; leave it out with --remote.`);
  const settings = await readSettings(folder);
  const stage = findStage(settings, flags.stage);
  const fn = inStage(findFunction(settings, functionName, stage), stage);
  const payload = Buffer.from(await readPayload(flags, fn, folder));
  const { qualifier, async } = flags;
  const answer = await during(output.status, `Invoking ${fn.name} on AWS`, () =>
    withStage(flags, stage, (session) =>
      interruptible((signal) =>
        invokeOn(session, { functionName: fn.name, payload, qualifier, async }, signal),
      ),
    ),
  );
  const reply = {
    functionName: fn.name,
    statusCode: answer.status,
    requestId: answer.requestId ?? '',
    executedVersion: answer.executedVersion ?? '',
    functionError: answer.functionError,
    payload: answer.payload.toString(),
    log: answer.log,
  };
  if (answer.log !== '') output.note(answer.log.trimEnd());
  if (flags.async) output.note(`${fn.name}: accepted; request ${reply.requestId}`);
  else output.print(reply.payload, 'raw');
  output.json(invokeResult(reply));
  const error = invokeError(reply);
  if (error) throw error;
}
