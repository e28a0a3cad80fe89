import { error, info, type Verdict, warning } from '../artifact/finding.ts';
import { type Architecture, defaultArchitecture } from '../platform/architectures.ts';
import { defaultRuntime, runtimeFacts } from '../platform/runtimes.ts';
import type { Facts } from './check.ts';
import type { Answer, ToolName } from './machine/facts.ts';

/** Whether the compiler of this machine links native programs for Lambda; elsewhere zig or a container does it. */
export const linksHere = ({ machine }: Facts): boolean => machine.platform === 'linux';

/** What the project is built for; this machine's own where there is no project. */
export const architectureOf = ({ project, machine }: Facts): Architecture =>
  project?.settings.architecture ?? machine.architecture ?? defaultArchitecture;

/** Whether the project is for the other one of Lambda's two processors. */
export const isForeign = (facts: Facts): boolean => architectureOf(facts) !== facts.machine.architecture;

/** The framework as the project file has it, or the settings. */
export const frameworkOf = ({ project }: Facts): string | undefined =>
  project?.dotnet?.evaluation.get('TargetFramework') ?? project?.settings.framework;

/** `net10.0` as 10; undefined for anything that is no .NET of one number. */
export const dotnetVersion = (framework: string): number | undefined => {
  const version = /^net(\d+)\.0/.exec(framework)?.[1];
  return version === undefined ? undefined : Number(version);
};

export const has = ({ machine }: Facts, ...names: readonly ToolName[]): boolean =>
  names.every((name) => machine.tools[name] !== undefined && machine.tools[name].problem === undefined);

export const textOf = (answer: Answer | undefined): string | undefined =>
  answer !== undefined && 'text' in answer ? answer.text : undefined;
export const problemOf = (answer: Answer | undefined): string | undefined =>
  answer !== undefined && 'problem' in answer ? answer.problem : undefined;

export const dockerRuns = ({ machine }: Facts): boolean => Boolean(textOf(machine.daemon));

/** The compiler that links: ILCompiler takes clang, and gcc where there is no clang. */
export const linker = (facts: Facts): 'clang' | 'gcc' | undefined =>
  has(facts, 'clang') ? 'clang' : has(facts, 'gcc') ? 'gcc' : undefined;

/** The highest GLIBC version that a program for the project may need. */
export const glibcLimit = ({ project }: Facts): string =>
  runtimeFacts[project?.settings.runtime ?? defaultRuntime].glibc;

/** The commands that link for an older C library, or for the other processor, with what this machine has. */
export function waysAround(facts: Facts): string[] {
  const ways: readonly (readonly [boolean, string])[] = [
    [has(facts, 'zig'), '"lambda-nativeaot build --zig"'],
    [has(facts, 'clang', 'ld.lld'), '"lambda-nativeaot build --sysroot DIR"'],
    [dockerRuns(facts), '"lambda-nativeaot build --docker"'],
  ];
  return ways.flatMap(([there, command]) => (there ? [command] : []));
}

/** What to bring along where there is no way around yet. */
export const bringAWayAround =
  'Install zig (https://ziglang.org/download) or Docker and run "lambda-nativeaot build".';

/** Something that a build cannot do without: an error for the project at hand, a warning before there is one. */
export const missing = ({ project }: Facts, what: string, why: string, fix: string): Verdict =>
  project ? error(what, why, fix) : warning(what, why, fix);

/** A tool that is there and does not start. */
export function broken(facts: Facts, name: ToolName, why: string): Verdict | undefined {
  const tool = facts.machine.tools[name];
  if (tool?.problem === undefined) return undefined;
  return missing(facts, `${tool.path} does not start: ${tool.problem}`, why, `Repair or reinstall ${name}.`);
}

/** A tool that not this project, but some other way of working needs. */
export const optional = (name: string, purpose: string): Verdict =>
  info(`Not installed; only ${purpose} needs ${name}.`);
