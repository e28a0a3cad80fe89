import { error, info, ok, type Verdict, warning } from '../../artifact/finding.ts';
import { linkedFits, mathVersion, startVersion } from '../../platform/glibc.ts';
import { defaultRuntime } from '../../platform/runtimes.ts';
import { compareVersions } from '../../platform/versions.ts';
import { oneOf } from '../../ui/wording.ts';
import type { Check, Facts } from '../check.ts';
import {
  architectureOf,
  bringAWayAround,
  broken,
  dotnetVersion,
  frameworkOf,
  glibcLimit,
  has,
  isForeign,
  linker,
  linksHere,
  missing,
  optional,
  waysAround,
} from '../needs.ts';
import type { ToolName } from './facts.ts';
import { install } from './install.ts';

const versionOf = ({ machine }: Facts, name: ToolName) => {
  const version = machine.tools[name]?.version;
  return version === undefined ? name : `${name} ${version}`;
};

/** How Debian's cross packages call their tools for the project's processor. */
const crossPrefix = (facts: Facts) => (architectureOf(facts) === 'arm64' ? 'aarch64' : 'x86_64');
const crossCompiler = (facts: Facts): ToolName => `${crossPrefix(facts)}-linux-gnu-gcc`;
const glibcProblem = (facts: Facts, what: string, why: string, certain: boolean): Verdict => {
  const ways = waysAround(facts);
  if (ways.length > 0 && !certain) return info(`${what} Then ${oneOf(ways)} links for an older one.`);
  const fix = ways.length > 0 ? `Build with ${oneOf(ways)}.` : bringAWayAround;
  return certain && ways.length === 0 ? error(what, why, fix) : warning(what, why, fix);
};

export const toolchainChecks: readonly Check[] = [
  {
    id: 'linker',
    title: 'Linker',
    run(facts) {
      if (!linksHere(facts)) return undefined;
      const why = 'The compiler of .NET leaves the last step, linking, to clang or gcc.';
      const chosen = linker(facts) ?? (has(facts, 'zig') ? 'zig' : undefined);
      if (chosen !== undefined) return ok(`${versionOf(facts, chosen)}.`);
      const damaged = broken(facts, 'clang', why) ?? broken(facts, 'gcc', why);
      return (
        damaged ?? missing(facts, 'Neither clang nor gcc is on PATH.', why, install(facts.machine, 'clang'))
      );
    },
  },
  {
    id: 'zlib',
    title: 'zlib',
    run(facts) {
      const { hasZlib } = facts.machine;
      const framework = frameworkOf(facts);
      const version = framework === undefined ? undefined : dotnetVersion(framework);
      if (!linksHere(facts) || isForeign(facts) || hasZlib === undefined || version === undefined)
        return undefined;
      if (version > 8) return undefined;
      if (hasZlib) return ok('The linker finds it.');
      return missing(
        facts,
        'The linker does not find libz.so.',
        `.NET ${version} links against the system's zlib: "cannot find -lz".`,
        install(facts.machine, 'zlib'),
      );
    },
  },
  {
    id: 'binutils',
    title: 'binutils',
    run(facts) {
      if (!linksHere(facts)) return undefined;
      return has(facts, 'readelf')
        ? ok(`${versionOf(facts, 'readelf')}.`)
        : optional('readelf (binutils)', '"make check", a part of "make package",');
    },
  },
  {
    id: 'make',
    title: 'make',
    run(facts) {
      const { make } = facts.machine.tools;
      if (make === undefined) return optional('make', 'the Makefile');
      if (make.version !== undefined) return ok(`GNU Make ${make.version}.`);
      return info(
        `${make.path} is not GNU Make, for which the Makefile is written; "lambda-nativeaot build" needs no make.`,
      );
    },
  },
  {
    id: 'c-library',
    title: 'C library',
    run(facts) {
      if (!linksHere(facts) || isForeign(facts)) return undefined;
      const { glibc } = facts.machine;
      const limit = glibcLimit(facts);
      const runtime = facts.project?.settings.runtime ?? defaultRuntime;
      if (glibc === undefined) {
        return glibcProblem(
          facts,
          'This distribution has no glibc (it has musl, or another C library).',
          'A program linked here asks for a loader that Lambda does not have: "no such file or directory".',
          true,
        );
      }
      const fits = linkedFits(glibc, limit);
      const here = `This machine has glibc ${glibc}, ${runtime} has ${limit}.`;
      const why = `A program linked here ends at once on Lambda: "version 'GLIBC_…' not found".`;
      if (fits === 'no') return glibcProblem(facts, here, why, true);
      if (fits === 'maybe') {
        const what = `${here} A program linked here may need GLIBC_${mathVersion}.`;
        return glibcProblem(facts, what, `${why.slice(0, -1)} ("make check" tells).`, false);
      }
      return compareVersions(glibc, limit) <= 0
        ? ok(`glibc ${glibc}; ${runtime} has ${limit}.`)
        : ok(`glibc ${glibc}; programs linked here need ${startVersion}, which ${runtime} has.`);
    },
  },
  {
    id: 'cross-compiler',
    title: 'Cross-compiling',
    run(facts) {
      if (!linksHere(facts) || !isForeign(facts)) return undefined;
      const architecture = architectureOf(facts);
      const cross = crossCompiler(facts);
      const what = `The project is for ${architecture}, this machine is ${facts.machine.architecture ?? 'another one'}.`;
      const direct = has(facts, 'clang', cross)
        ? ['"lambda-nativeaot build" (clang with the cross packages)']
        : [];
      const ways = [...direct, ...waysAround(facts)];
      if (ways.length > 0) return ok(`${what.slice(0, -1)}: ${oneOf(ways)} builds it.`);
      return missing(
        facts,
        what,
        'The linker here makes programs only for this machine.',
        `${bringAWayAround.slice(0, -1)}, or clang and lld and run "lambda-nativeaot build --sysroot DIR".`,
      );
    },
  },
  {
    id: 'lld',
    title: 'lld',
    run(facts) {
      if (!linksHere(facts)) return undefined;
      return has(facts, 'ld.lld')
        ? ok(`${versionOf(facts, 'ld.lld')}.`)
        : optional('lld', '"lambda-nativeaot build --sysroot DIR"');
    },
  },
  {
    id: 'zig',
    title: 'zig',
    run(facts) {
      return has(facts, 'zig')
        ? ok(`${versionOf(facts, 'zig')}.`)
        : optional('zig', '"lambda-nativeaot build --zig"');
    },
  },
];
