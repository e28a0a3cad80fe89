import { join } from 'node:path';
import { info, warning } from '../artifact/finding.ts';
import { checkArtifact, type Target } from '../artifact/gate.ts';
import { sourceNewerThanFile, sourceNewerThanZip } from '../dotnet/newer-source.ts';
import { isFile } from '../files/look.ts';
import { posixPath } from '../files/paths.ts';
import { publishedProgram, zipOf } from '../platform/outputs.ts';
import type { Settings } from '../project/settings.ts';
import { type DoctorFinding, found } from './check.ts';

/** An artifact, what it was checked for, and what came of it. */
export interface ArtifactReport {
  readonly path: string;
  readonly target: Target;
  readonly findings: readonly DoctorFinding[];
}

/**
 * The gate's findings on one artifact.
 * @throws UserError when it cannot be read.
 */
export async function examineArtifact(path: string, target: Target): Promise<ArtifactReport> {
  const findings = await checkArtifact(path, target);
  return {
    path,
    target,
    findings: findings.map((finding) => ({ ...finding, area: 'artifact', fixable: false })),
  };
}

const older = (built: string, source: string) =>
  warning(
    `${built} is older than ${posixPath(source)}.`,
    '"deploy" would send the code of before.',
    'Run "lambda-nativeaot build".',
  );

/** The zip that a build leaves, and before there is one, the bootstrap. */
export async function examineBuild(
  folder: string,
  settings: Settings,
  target: Target,
): Promise<ArtifactReport> {
  const zip = zipOf(settings);
  const builds = [
    { path: zip, newerSource: () => sourceNewerThanZip(folder, settings) },
    {
      path: publishedProgram,
      newerSource: () => sourceNewerThanFile(join(folder, publishedProgram), folder, settings),
    },
  ];
  for (const { path, newerSource } of builds) {
    if (await isFile(join(folder, path))) {
      const report = await examineArtifact(join(folder, path), target);
      const newer = await newerSource();
      const age =
        newer === undefined ? [] : [found('artifact', { id: 'age', title: 'Age' }, older(path, newer))];
      return { ...report, path, findings: [...age, ...report.findings] };
    }
  }
  const nothing = info(`There is no ${zip} yet; "lambda-nativeaot build" writes it.`);
  return { path: zip, target, findings: [found('artifact', { id: 'build', title: 'Build' }, nothing)] };
}
