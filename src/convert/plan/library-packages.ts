import { usingItems } from '../../functions/sources.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { SerializerUse } from '../read/serializers.ts';
import type { ConversionContext } from './conversion-context.ts';
import {
  newtonsoftPackage,
  newtonsoftSerializer,
  replacedPackages,
  serializerPackage,
} from './packages-plan.ts';

/** Whether the code names anything of Newtonsoft.Json, in a directive or in full; a comment does not count. */
function mentionsNewtonsoft({ sources, parser, project }: ProjectFacts): boolean {
  return (
    usingItems(project).some((namespace) => namespace.startsWith('Newtonsoft.')) ||
    sources.some(
      ({ source }) =>
        source.text.includes('Newtonsoft') &&
        parser.match('(identifier) @name', source.root).some(({ name }) => name?.text === 'Newtonsoft'),
    )
  );
}

/** Plans the packages of a class library: what its runtime client needs, and what the code uses itself. */
export function planLibraryPackages(
  { library, packages, facts }: ConversionContext,
  uses: readonly SerializerUse[],
  needsSerializer: boolean,
): void {
  const usesNewtonsoft = mentionsNewtonsoft(facts);
  if (library === 'builtin') {
    const loses = usesNewtonsoft && packages.has(newtonsoftSerializer);
    packages.remove(replacedPackages, 'LambdaRuntime takes its place');
    if (loses) packages.require(newtonsoftPackage);
    packages.replaceUsings('Amazon.Lambda.Core', 'LambdaRuntime');
    return;
  }
  if (uses.some(({ kind }) => kind === 'newtonsoft') && !usesNewtonsoft) {
    packages.remove([newtonsoftSerializer], `${serializerPackage} takes its place`);
  }
  packages.requireAws(needsSerializer);
}
