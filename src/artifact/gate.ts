import type { Check, Target } from './check.ts';
import { archiveChecks } from './checks/archive.ts';
import { contentChecks } from './checks/contents.ts';
import { elfChecks } from './checks/elf.ts';
import { programChecks } from './checks/program.ts';
import type { Finding } from './finding.ts';
import { readSubject } from './subject.ts';

export type { Target } from './check.ts';
export { type Finding, hasErrors, type Severity } from './finding.ts';

/** Every check of an artifact, in the order in which you would look. */
export const checks: readonly Check[] = [...archiveChecks, ...programChecks, ...elfChecks, ...contentChecks];

/**
 * Says whether Lambda will run an artifact: a zip, or only the bootstrap.
 * Nothing in it is trusted and nothing is executed: damaged or hostile bytes become findings.
 * @param as `zip` for what is going to be uploaded. Without it, a file that does not start as a zip is taken for a
 * program, and a script may well have a zip at its end.
 * @returns one finding for each check that applies, those that hold included.
 * @throws UserError when `artifact` is a path that cannot be read.
 */
export async function checkArtifact(
  artifact: string | Uint8Array,
  target: Target,
  as?: 'zip',
): Promise<Finding[]> {
  const subject = await readSubject(artifact, as);
  return checks.flatMap(({ id, title, inspect }) => {
    const verdict = inspect(subject, target);
    return verdict ? [{ id, title, ...verdict } as Finding] : [];
  });
}
