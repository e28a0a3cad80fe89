import { Workflow } from '../../src/cli/workflow.ts';
import type { doctorCommand } from '../../src/commands/doctor.ts';
import { checkDoctorUsage } from '../../src/doctor/usage.ts';
import { paintFor } from '../../src/ui/colours.ts';

/** Checks machine, project and artifact. */
export class DoctorWorkflow extends Workflow<typeof doctorCommand> {
  override initializing(): void {
    checkDoctorUsage(this.input.arguments[0], this.input.values);
  }

  override async writing(): Promise<void> {
    const { runDoctor } = await import('../../src/doctor/command.ts');
    await runDoctor({
      folder: this.folder,
      startedIn: process.cwd(),
      artifact: this.input.arguments[0],
      flags: this.flags,
      output: this.output,
      paint: paintFor(process.stdout, this.input.values['no-color']),
      env: process.env,
      status: this.output.status,
      width: Math.min(process.stdout.columns ?? 80, 100),
      approve: () => this.confirm(),
    });
  }
}
