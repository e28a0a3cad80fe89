import { error, ok, type Verdict, warning } from '../../artifact/finding.ts';
import { architectureFacts, architectures } from '../../platform/architectures.ts';
import { makeVariables } from '../../project/makefile.ts';
import { settingsFile } from '../../project/settings.ts';
import type { Check } from '../check.ts';
import { dotnetVersion } from '../needs.ts';
import type { ProjectFacts } from './facts.ts';

/** What one file says of something that several files say. */
interface Claim {
  readonly where: string;
  readonly value: string;
  /** Whether a build by make goes by it; others count for who builds by hand. */
  readonly counts: boolean;
}

const claim = (where: string, value: string | undefined, counts = true): Claim[] =>
  value === undefined ? [] : [{ where, value, counts }];

const architectureOfRid = (rid: string | undefined) =>
  rid === undefined ? undefined : (architectures.find((name) => architectureFacts[name].rid === rid) ?? rid);

const fromDeployed = ({ deployed }: ProjectFacts, key: 'architecture' | 'runtime') =>
  deployed.flatMap((fn) =>
    fn.isImage ? [] : claim(fn.id === undefined ? fn.file.path : `${fn.file.path} (${fn.id})`, fn[key]),
  );

const makeVariable = ({ makefile }: ProjectFacts, name: string) =>
  makefile && claim(`${makefile.path} (${name})`, makeVariables(makefile.text).get(name));

const property = ({ dotnet }: ProjectFacts, name: string) =>
  dotnet?.evaluation.isUncertain(name) ? undefined : dotnet?.evaluation.get(name);

/** Compares what other files say with the settings, which "deploy" and "local" go by. */
function compare(
  setting: string,
  value: string,
  claims: readonly (readonly Claim[] | undefined)[],
  why: string,
): Verdict {
  const other = claims.flatMap((list) => list ?? []).filter((c) => c.value !== value);
  if (other.length === 0) return ok(`${value}, wherever it stands.`);
  const list = other.map((c) => `${c.where} says ${c.value}`).join(', ');
  return (other.some(({ counts }) => counts) ? error : warning)(
    `${settingsFile} says ${value}; ${list}.`,
    why,
    `Make them equal: either "${setting}" in ${settingsFile}, or the others.`,
  );
}

export const claimChecks: readonly Check[] = [
  {
    id: 'architecture',
    title: 'Architecture',
    run({ project }) {
      if (project === undefined) return undefined;
      return compare(
        'architecture',
        project.settings.architecture,
        [
          makeVariable(project, 'ARCH'),
          claim('RuntimeIdentifier', architectureOfRid(property(project, 'RuntimeIdentifier')), false),
          fromDeployed(project, 'architecture'),
        ],
        'A bootstrap for one processor in a function for the other: "exec format error".',
      );
    },
  },
  {
    id: 'runtime-claims',
    title: 'Runtime in all files',
    run({ project }) {
      if (project === undefined) return undefined;
      return compare(
        'runtime',
        project.settings.runtime,
        [makeVariable(project, 'RUNTIME'), fromDeployed(project, 'runtime')],
        'The build is checked against one C library, and the function runs with the other.',
      );
    },
  },
  {
    id: 'framework-claims',
    title: 'Framework in all files',
    run({ project }) {
      if (project === undefined) return undefined;
      const { framework } = project.settings;
      const sdk = /--build-arg DOTNET_VERSION=(\d+\.\d+)/.exec(project.makefile?.text ?? '')?.[1];
      // An SDK builds the frameworks before it, too.
      const isOlder = sdk !== undefined && Number.parseInt(sdk, 10) < (dotnetVersion(framework) ?? 0);
      return compare(
        'framework',
        framework,
        [
          claim('TargetFramework', property(project, 'TargetFramework'), false),
          claim('Makefile (DOTNET_VERSION)', isOlder ? `net${sdk}` : undefined, false),
        ],
        '"local --jit" looks for the build of another framework, "lambda-nativeaot build --docker" has too old an SDK.',
      );
    },
  },
];
