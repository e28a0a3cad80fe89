import { withDefaults } from '../../src/cli/command.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { coldStartCommand } from './options.ts';

/** `yo lambda-nativeaot:cold-start` and `lambda-nativeaot cold-start`. */
export default class ColdStartGenerator extends CommandGenerator<typeof coldStartCommand> {
  constructor(args: string[], options: GeneratorOptions) {
    super(coldStartCommand, args, options);
  }

  async writing(): Promise<void> {
    // The SDK takes a while to load.
    const { runColdStart } = await import('../../src/aws/cold-start/command.ts');
    await runColdStart({
      folder: this.destinationRoot(),
      name: this._input.arguments[0],
      flags: withDefaults(coldStartCommand, this._input.values),
      output: this._output,
    });
  }
}
