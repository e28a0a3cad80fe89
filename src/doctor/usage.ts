import type { FlagsOf } from '../commands/command.ts';
import type { doctorCommand } from '../commands/doctor.ts';
import { UsageError } from '../errors.ts';

/** The flags of `doctor`. */
export type DoctorFlags = FlagsOf<typeof doctorCommand>;

/** Flags that contradict one another. @throws UsageError */
export function checkDoctorUsage(artifact: string | undefined, flags: DoctorFlags): void {
  const { explain: text, size, fix, architecture, runtime } = flags;
  if (text !== undefined && artifact !== undefined) {
    throw new UsageError(`--explain explains a text and needs no artifact; leave out "${artifact}".`);
  }
  const other = [
    size && '--size',
    fix && '--fix',
    architecture && '--architecture',
    runtime && '--runtime',
  ].find(Boolean);
  if (text !== undefined && other) throw new UsageError(`${other} has no effect with --explain.`);
  if (fix && artifact !== undefined) {
    throw new UsageError(`--fix fixes a project, not an artifact; leave out "${artifact}".`);
  }
  if (size && artifact !== undefined) {
    throw new UsageError(
      `--size needs the project that was built, not an artifact; leave out "${artifact}".`,
    );
  }
  if (size && fix) throw new UsageError('--size changes nothing; leave out --fix.');
  if (flags['max-size'] !== undefined && !size) throw new UsageError('--max-size belongs to --size.');
  if (flags['dry-run'] && !fix) throw new UsageError('--dry-run belongs to --fix.');
}
