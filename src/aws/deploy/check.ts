import { checkArtifact, hasErrors } from '../../artifact/gate.ts';
import { exitCodes, UserError } from '../../errors.ts';
import type { DesiredFunction } from './desired.ts';
import type { PackageFile } from './package-file.ts';

/**
 * The gate before an upload.
 * @returns the gate's warnings, one line each.
 * @throws UserError (exit code 3) when Lambda would refuse the zip or could not run it.
 */
export async function checkPackage(
  zip: PackageFile,
  functions: readonly DesiredFunction[],
): Promise<string[]> {
  const warnings = new Set<string>();
  const targets = new Map(functions.map((fn) => [`${fn.architecture} ${fn.runtime} ${fn.bucket?.name}`, fn]));
  for (const { architecture, runtime, bucket } of targets.values()) {
    const upload = bucket === undefined ? 'direct' : 's3';
    // The bytes that are going to be sent, not the file, which may be another one by then.
    const findings = await checkArtifact(zip.bytes, { architecture, runtime, upload }, 'zip');
    const problems = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
    const lines = problems.map(({ severity, what, fix }) => ({ severity, text: `${what} ${fix}` }));
    if (hasErrors(findings)) {
      const errors = lines.filter(({ severity }) => severity === 'error').map(({ text }) => text);
      throw new UserError(
        `${zip.path} does not fit ${runtime} on ${architecture}: ${errors.join(' ')} ("lambda-nativeaot doctor ${zip.path}" shows more; --skip-check uploads it anyway.)`,
        exitCodes.found,
      );
    }
    for (const { text } of lines) warnings.add(text);
  }
  return [...warnings];
}
