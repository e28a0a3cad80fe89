import { withDefaults } from '../../src/cli/command.ts';
import { checkDoctorUsage } from '../../src/doctor/usage.ts';
import { InterruptedError } from '../../src/errors.ts';
import { paintFor } from '../../src/ui/colours.ts';
import { StatusLine } from '../../src/ui/status-line.ts';
import { CommandGenerator, type GeneratorOptions } from '../base.ts';
import { doctorCommand } from './options.ts';

/** `yo lambda-nativeaot:doctor` and `lambda-nativeaot doctor`. */
export default class DoctorGenerator extends CommandGenerator<typeof doctorCommand> {
  constructor(args: string[], options: GeneratorOptions) {
    super(doctorCommand, args, options);
  }

  initializing(): void {
    checkDoctorUsage(this._input.arguments[0], this._input.values);
  }

  async writing(): Promise<void> {
    const { runDoctor } = await import('../../src/doctor/command.ts');
    await runDoctor({
      folder: this.destinationRoot(),
      artifact: this._input.arguments[0],
      flags: withDefaults(doctorCommand, this._input.values),
      output: this._output,
      paint: paintFor(process.stdout, this._input.values['no-color']),
      env: process.env,
      status: process.stderr.isTTY ? new StatusLine() : undefined,
      width: Math.min(process.stdout.columns ?? 80, 100),
      approve: () => this._approve(),
    });
  }

  private async _approve(): Promise<void> {
    if (!this._canAsk) return;
    const { confirmQuestion, isConfirmed } = await import('../../src/convert/questions.ts');
    if (!isConfirmed(await this._ask([confirmQuestion]))) throw new InterruptedError('Nothing was changed.');
  }
}
