import type { FlagsOf } from '../commands/command.ts';
import type { invokeCommand } from '../commands/invoke.ts';
import { asInterrupted, interruptible } from '../processes/interrupt.ts';
import type { Output } from '../ui/output.ts';
import { invokeError, invokeLocal, invokeResult } from './invoke.ts';
import { environmentOf, terminalUi } from './local-command.ts';

export type InvokeFlags = FlagsOf<typeof invokeCommand>;

/**
 * `invoke`: the result on standard output, the log on standard error.
 * @throws UserError when the function failed, after its error document was printed.
 */
export async function runInvoke(
  folder: string,
  functionName: string | undefined,
  flags: InvokeFlags,
  output: Output,
): Promise<void> {
  const { payload, event, set, port } = flags;
  const environment = await environmentOf(flags);
  const layers = flags.layer ?? [];
  const cpuShare = flags['cpu-share'];
  const kind = flags.jit ? 'jit' : 'native';
  const ui = {
    ...terminalUi(flags),
    shows: ({ type }: { type: string }) => type === 'log' || type === 'notice',
  };
  const reply = await interruptible((signal) =>
    asInterrupted(() =>
      invokeLocal(
        { folder, function: functionName, payload, event, set, port, kind, environment, layers, cpuShare },
        ui,
        signal,
      ),
    ),
  );
  output.print(reply.payload, 'raw');
  output.json(invokeResult(reply));
  const error = invokeError(reply);
  if (error) throw error;
}
