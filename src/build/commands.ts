import { UserError } from '../errors.ts';
import { architectureFacts } from '../platform/architectures.ts';
import { frameworkFacts } from '../platform/frameworks.ts';
import { publishFolder } from '../platform/outputs.ts';
import { projectFile, type Settings } from '../project/settings.ts';
import { quote } from '../ui/shell-word.ts';
import type { ContainerInputs, Link } from './link.ts';

/** A program and its arguments, which runs in the project's folder. */
export interface BuildCommand {
  readonly program: 'dotnet' | 'docker';
  readonly args: readonly string[];
}

/** A property for MSBuild's command line, where these characters separate properties. */
function property(name: string, value: string): string {
  const escaped = value.replaceAll(/[%;,]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `-p:${name}=${escaped}`;
}

/** .NET would put the commit into every assembly, so that each commit gave other bytes. */
const sameBytes = [property('EnableSourceControlManagerQueries', 'false')];

function linkProperties({ method, zigGlibc, sysroot, isStatic }: Link): string[] {
  return [
    ...(method === 'zig' ? [property('LinkWithZig', 'true')] : []),
    ...(zigGlibc === undefined ? [] : [property('ZigGlibc', zigGlibc)]),
    ...(sysroot === undefined ? [] : [property('SysRoot', sysroot)]),
    ...(isStatic ? [property('StaticExecutable', 'true')] : []),
  ];
}

/**
 * Compiles and links, as "make publish" does. The same on every host: paths have forward slashes and are relative.
 */
export function publishCommand(
  settings: Pick<Settings, 'project' | 'namespace' | 'architecture'>,
  link: Link,
): BuildCommand {
  const { rid } = architectureFacts[settings.architecture];
  const to = ['--configuration', 'Release', '--runtime', rid, '--output', publishFolder];
  return {
    program: 'dotnet',
    args: ['publish', projectFile(settings), '--nologo', ...to, ...sameBytes, ...linkProperties(link)],
  };
}

/** Packs what is in `zipFolder`, as "make zip" does. */
export const zipCommand = ({ name }: Pick<Settings, 'name'>): BuildCommand => ({
  program: 'dotnet',
  args: ['msbuild', 'linker/zip.proj', '-nologo', '-verbosity:quiet', property('Name', name)],
});

/**
 * What the project's Dockerfile is told: arguments, and the secret.
 * Source: Docker, "docker buildx build": --secret, --build-arg; the last of an argument counts.
 */
export function dockerArguments(
  { framework, runtime, architecture }: Pick<Settings, 'framework' | 'runtime' | 'architecture'>,
  { nugetConfig, buildArgs: given = [] }: ContainerInputs = {},
): string[] {
  const values = {
    ARCH: architecture,
    TARGET_PLATFORM: architectureFacts[architecture].platform,
    RUNTIME: runtime,
    DOTNET_VERSION: frameworkFacts[framework].sdk,
  };
  const pairs = [...Object.entries(values).map(([name, value]) => `${name}=${value}`), ...given];
  const secret = nugetConfig === undefined ? [] : ['--secret', `id=nuget,src=${nugetConfig}`];
  return [...pairs.flatMap((pair) => ['--build-arg', pair]), ...secret];
}

/** Does all of it in a container, as "make docker-package" does. The context is the folder that it runs in. */
export const dockerCommand = (
  settings: Pick<Settings, 'framework' | 'runtime' | 'architecture'>,
  container?: ContainerInputs,
): BuildCommand => ({
  program: 'docker',
  args: [
    ...['build', '--file', 'Dockerfile.al2', '--target', 'artifact', '--output', 'type=local,dest=dist'],
    ...dockerArguments(settings, container),
    '.',
  ],
});

/** All commands of a build, in their order. */
export function buildCommands(settings: Settings, link: Link): readonly BuildCommand[] {
  if (link.method === 'docker') return [dockerCommand(settings, link.container)];
  return [publishCommand(settings, link), zipCommand(settings)];
}

export const commandLine = ({ program, args }: BuildCommand): string =>
  [program, ...args].map(quote).join(' ');

/** @throws UserError for a folder from which .NET does not publish: MSBuild takes the sign for its own. */
export function requirePlainFolder(folder: string): void {
  const sign = /[,;=*?"]/.exec(folder)?.[0];
  if (sign !== undefined) {
    throw new UserError(
      `.NET does not publish from ${folder}, which has ${sign} in its path; move the project.`,
    );
  }
}

/** @throws UserError for a sysroot whose name the shell, in which .NET starts the linker, would take for something else. */
export function requirePlainSysroot(sysroot: string): void {
  const sign = /["$`\\!]/.exec(sysroot)?.[0];
  if (sign !== undefined) {
    throw new UserError(
      `.NET does not link against ${sysroot}, which has ${sign} in its path; rename or link to it.`,
    );
  }
}
