import { error, ok, warning } from '../../artifact/finding.ts';
import { defaultFramework, frameworkFacts, sdkDownload } from '../../platform/frameworks.ts';
import { compareVersions } from '../../platform/versions.ts';
import type { Check } from '../check.ts';
import { dotnetVersion, frameworkOf, missing, problemOf, textOf } from '../needs.ts';

/** The oldest SDK that compiles natively what `new` writes. */
const oldestSdk = 8;

const majorOf = (version: string) => Number(version.split('.')[0]);

export const dotnetChecks: readonly Check[] = [
  {
    id: 'dotnet-sdk',
    title: '.NET SDK',
    run(facts) {
      const { sdks, sdk } = facts.machine;
      const framework = frameworkOf(facts);
      const needed = (framework && dotnetVersion(framework)) || oldestSdk;
      const wanted = facts.project ? `${needed}.0` : frameworkFacts[defaultFramework].sdk;
      const why = 'It compiles the function, and runs its tests.';
      const fix = `Install the .NET SDK ${wanted} or newer: ${sdkDownload}`;
      if (sdks === undefined) return missing(facts, 'dotnet is not on PATH.', why, fix);
      if (sdks.length === 0)
        return missing(facts, `dotnet has no SDK: ${problemOf(sdk) ?? 'it lists none'}`, why, fix);
      const installed = `installed: ${sdks.join(', ')}`;
      const problem = problemOf(sdk);
      const version = textOf(sdk);
      if (problem !== undefined || !version) {
        return missing(
          facts,
          `dotnet takes none of its SDKs here (${installed}): ${problem ?? 'it names none'}`,
          'A global.json above this folder may ask for another one.',
          `Change "version" or "rollForward" in global.json, or install what it asks for: ${sdkDownload}`,
        );
      }
      if (majorOf(version) >= needed) {
        return ok(`${version}${framework ? `, builds ${framework}` : ''}.`);
      }
      const newer = sdks.some((other) => majorOf(other) >= needed);
      return missing(
        facts,
        `The SDK in use is ${version} (${installed})${framework ? `; the project targets ${framework}` : ''}.`,
        framework ? `An older SDK answers NETSDK1045: it does not support targeting ${framework}.` : why,
        newer ? 'Let global.json ask for the newer one.' : fix,
      );
    },
  },
  {
    id: 'sdk-paths',
    title: 'SDKs of this folder',
    run({ machine }) {
      if (machine.sdkPaths === undefined) return undefined;
      const { file, paths } = machine.sdkPaths;
      return warning(
        `${file} has dotnet take SDKs from ${paths.join(', ')}.`,
        'Every dotnet command in this folder starts programs from there. This check did not.',
        'Look at what is there before you build, or take "paths" out of global.json.',
      );
    },
  },
  {
    id: 'sdk-c-library',
    title: 'SDK and C library',
    run({ machine }) {
      const version = textOf(machine.sdk);
      const oldest = '2.27';
      if (!version || machine.glibc === undefined || majorOf(version) < 10) return undefined;
      if (compareVersions(machine.glibc, oldest) >= 0) return undefined;
      return error(
        `The SDK is ${version} and this machine has glibc ${machine.glibc}.`,
        `The compiler of .NET ${majorOf(version)} itself needs GLIBC_${oldest}, so it does not start on Amazon Linux 2.`,
        'Build on a newer distribution, or with "make docker-package".',
      );
    },
  },
];
