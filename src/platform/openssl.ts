import { frameworkFacts, type TargetFramework } from './frameworks.ts';
import { type Runtime, runtimeFacts } from './runtimes.ts';
import { compareVersions } from './versions.ts';

/** What is wrong with a runtime's OpenSSL for a framework, as the end of a sentence; undefined when nothing is. */
export function openSslProblem(framework: string, runtime: Runtime): string | undefined {
  const { openSsl } = runtimeFacts[runtime];
  const known = Object.hasOwn(frameworkFacts, framework)
    ? frameworkFacts[framework as TargetFramework]
    : undefined;
  if (known === undefined || compareVersions(openSsl, known.openSsl) >= 0) return undefined;
  const dotnet = framework.replace('net', '.NET ').replace(/\.0$/, '');
  return `OpenSSL ${openSsl}, which ${dotnet} does not support: HTTPS calls are at your own risk`;
}
