import { frameworkFacts, type TargetFramework } from './frameworks.ts';
import { type Runtime, runtimeFacts } from './runtimes.ts';

/** Whether a version such as 1.0.2 is below another one. */
function isBelow(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = b.findIndex((part, i) => (a[i] ?? 0) !== part);
  return at >= 0 && (a[at] ?? 0) < (b[at] as number);
}

/** What is wrong with a runtime's OpenSSL for a framework, as the end of a sentence; undefined when nothing is. */
export function openSslProblem(framework: string, runtime: Runtime): string | undefined {
  const { openSsl } = runtimeFacts[runtime];
  const known = Object.hasOwn(frameworkFacts, framework)
    ? frameworkFacts[framework as TargetFramework]
    : undefined;
  if (known === undefined || !isBelow(openSsl, known.openSsl)) return undefined;
  const dotnet = framework.replace('net', '.NET ').replace(/\.0$/, '');
  return `OpenSSL ${openSsl}, which ${dotnet} does not support: HTTPS calls are at your own risk`;
}
