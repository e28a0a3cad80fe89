import { packageFilesBelow, packageName, packageText } from '../package.ts';
import { frameworks, type TargetFramework } from '../platform/frameworks.ts';

/** Where the runtime client's project stands in this package: C# and MSBuild that are valid there as well. */
export const runtimeTemplates = 'templates/runtime';

/** Where it goes in a new project. */
export const runtimeFolder = 'src/LambdaRuntime';

/** Its project file, and what the native compiler has to know of it, relative to its folder. */
export const runtimeProjectFile = 'LambdaRuntime.csproj';
export const runtimeTargetsFile = 'build/LambdaRuntime.targets';

/** The host that tests run handlers in. Projects that 0.1.0 wrote lack it; those that refer to a package do not show it. */
export const testHost = 'Testing/LambdaTestHost.cs';

/** The package that `dotnet pack` makes of it. Teams may put a name before it: Contoso.LambdaRuntime. */
const packageId = /(^|\.)LambdaRuntime$/i;

/** Whether a package is the runtime client, by its id. */
export const isRuntimePackage = (id: string): boolean => packageId.test(id);

/** Whether a path, with either slash, is the runtime client's project file. */
export const isRuntimeProject = (path: string): boolean =>
  path.split(/[\\/]/).at(-1)?.toLowerCase() === runtimeProjectFile.toLowerCase();

/** Every file of the runtime client's project, relative to its folder, with forward slashes. */
export function runtimeFiles(): string[] {
  return packageFilesBelow(runtimeTemplates).sort();
}

/** What differs between the projects that it is written into. */
export interface RuntimeStamp {
  /** The version of this package. */
  readonly version: string;
  /** The framework of the function. */
  readonly framework: TargetFramework;
}

/**
 * The framework that the runtime client is compiled for: the function's, or the oldest that its source has where the
 * SDK cannot compile a library for the function's by itself.
 */
const frameworkOf = (framework: TargetFramework) =>
  frameworks.find((known) => known === framework) ?? 'net6.0';

/** A text of the runtime client with the version that wrote it, and the framework of the project that it is in. */
export function stampRuntime(text: string, { version, framework }: RuntimeStamp): string {
  return text
    .replace(`${packageName} 0.0.0`, `${packageName} ${version}`)
    .replace('<Version>0.0.0</Version>', `<Version>${version}</Version>`)
    .replace('Version="0.0.0"', `Version="${version}"`)
    .replace(
      /<TargetFramework>[^<]*<\/TargetFramework>/,
      `<TargetFramework>${frameworkOf(framework)}</TargetFramework>`,
    );
}

/** A file of the runtime client as a project gets it; `name` is relative to its folder. */
export const runtimeText = (name: string, stamp: RuntimeStamp): string =>
  stampRuntime(packageText(`${runtimeTemplates}/${name}`), stamp);
