import { refuseRemoteFlags } from '../../src/aws/options.ts';
import { withDefaults } from '../../src/cli/command.ts';
import { runInvoke } from '../../src/emulator/invoke-command.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { invokeCommand } from './options.ts';

/** `yo lambda-nativeaot:invoke` and `lambda-nativeaot invoke`. */
export default class InvokeGenerator extends CommandGenerator<typeof invokeCommand> {
  constructor(args: string[], options: GeneratorOptions) {
    super(invokeCommand, args, options);
  }

  async writing(): Promise<void> {
    const flags = withDefaults(invokeCommand, this._input.values);
    if (flags.remote) {
      // The SDK takes a while to load.
      const { runRemoteInvoke } = await import('../../src/aws/invoke-command.ts');
      await runRemoteInvoke(this.destinationRoot(), this._input.arguments[0], flags, this._output);
      return;
    }
    refuseRemoteFlags(this._input.values);
    await runInvoke(this.destinationRoot(), this._input.arguments[0], flags, this._output);
  }
}
