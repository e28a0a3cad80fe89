import { error, info, ok, warning } from '../../artifact/finding.ts';
import { defaultFramework, frameworkFacts, type TargetFramework } from '../../platform/frameworks.ts';
import { openSslProblem } from '../../platform/openssl.ts';
import { defaultRuntime, runtimeFacts } from '../../platform/runtimes.ts';
import { settingsFile } from '../../project/settings.ts';
import type { Check, Facts } from '../check.ts';
import { dotnetVersion, frameworkOf } from '../needs.ts';

/** The first framework that the SDK compiles natively by itself, and the first that it does for a program. */
const firstNative = 7;

const dayMs = 86_400_000;
/** Half a year is time enough to move. */
const noticeDays = 180;

const isSoon = (today: string, date: string) => Date.parse(date) - Date.parse(today) < noticeDays * dayMs;

/** The packs with which today's SDK compiles net6.0 natively. */
const hasLegacyPacks = ({ project }: Facts) =>
  project?.dotnet?.files.some(({ items }) => items.some(({ type }) => type === 'KnownILCompilerPack')) ===
  true;

export const lifetimeChecks: readonly Check[] = [
  {
    id: 'framework',
    title: 'Framework',
    run(facts) {
      const { project, today } = facts;
      const evaluation = project?.dotnet?.evaluation;
      if (project === undefined || evaluation === undefined) return undefined;
      const several = evaluation.get('TargetFrameworks');
      if (evaluation.get('TargetFramework') === undefined && several !== undefined) {
        return error(
          `The project has several target frameworks: ${several}.`,
          'A bootstrap has one; the build asks which (NETSDK1129).',
          `Set <TargetFramework>${project.settings.framework}</TargetFramework> instead of TargetFrameworks.`,
        );
      }
      const framework = frameworkOf(facts) as string;
      const version = dotnetVersion(framework);
      const known = Object.hasOwn(frameworkFacts, framework);
      const end = known ? frameworkFacts[framework as TargetFramework].end : undefined;
      const move = `Move to ${defaultFramework}, which is supported until ${frameworkFacts[defaultFramework].end}.`;
      if (version === undefined) {
        return error(
          `The target framework is ${framework}.`,
          'NativeAOT is a part of .NET 7 and newer.',
          move,
        );
      }
      if (version < firstNative && !hasLegacyPacks(facts)) {
        return error(
          `The target framework is ${framework}.`,
          'The build ends with NETSDK1207: ahead-of-time compilation is not supported for it.',
          move,
        );
      }
      if (end === undefined) return ok(`${framework}.`);
      if (today >= end) {
        return warning(
          `${framework} has been out of support since ${end}.`,
          'It gets no more security fixes, and it is compiled into the bootstrap.',
          move,
        );
      }
      return isSoon(today, end)
        ? info(`${framework} is supported until ${end}.`)
        : ok(`${framework}, supported until ${end}.`);
    },
  },
  {
    id: 'runtime',
    title: 'Lambda runtime',
    run({ project, today }) {
      if (project === undefined) return undefined;
      const { runtime } = project.settings;
      const { deprecated, createBlocked, updateBlocked } = runtimeFacts[runtime];
      const dates = `deprecated ${deprecated}, no new functions from ${createBlocked}, no updates from ${updateBlocked}`;
      if (today < deprecated) {
        const what = `${runtime}, until ${deprecated}.`;
        return isSoon(today, deprecated) ? info(what) : ok(what);
      }
      const fix = `Set "runtime" in ${settingsFile} and RUNTIME in the Makefile to ${defaultRuntime}.`;
      if (today >= updateBlocked) {
        return error(`${runtime}: ${dates}.`, 'Lambda refuses to create or update functions with it.', fix);
      }
      return warning(
        `${runtime}: ${dates}.`,
        today >= createBlocked
          ? 'Lambda refuses new functions with it, and soon updates as well.'
          : 'It gets no security patches any more.',
        fix,
      );
    },
  },
  {
    id: 'openssl',
    title: 'OpenSSL',
    run(facts) {
      const framework = frameworkOf(facts);
      const runtime = facts.project?.settings.runtime;
      if (runtime === undefined || framework === undefined) return undefined;
      const problem = openSslProblem(framework, runtime);
      return problem === undefined ? undefined : info(`${runtime} has ${problem}.`);
    },
  },
];
