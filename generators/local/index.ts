import { withDefaults } from '../../src/cli/command.ts';
import { runLocal } from '../../src/emulator/local-command.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { localCommand } from './options.ts';

/** `yo lambda-nativeaot:local` and `lambda-nativeaot local`. */
export default class LocalGenerator extends CommandGenerator<typeof localCommand> {
  constructor(args: string[], options: GeneratorOptions) {
    super(localCommand, args, options);
  }

  async writing(): Promise<void> {
    const flags = withDefaults(localCommand, this._input.values);
    await runLocal(this.destinationRoot(), flags, this._output);
  }
}
