import { isUnresolved } from '../../dotnet/condition.ts';
import type { LoadedProject } from '../../dotnet/files.ts';
import { addProperties, definitionsOf, renameElement, setProperty } from '../../dotnet/project-edits.ts';
import type { Edit } from '../../dotnet/splice.ts';
import { UserError } from '../../errors.ts';
import {
  defaultFramework,
  type Framework,
  frameworkFacts,
  frameworks,
  needsNewerSdk,
} from '../../platform/frameworks.ts';

/** What a project is raised to when its own framework has no NativeAOT (or none that is looked after). */
const raisedTo: Framework = defaultFramework;

export interface FrameworkDecision {
  readonly framework: Framework;
  /** Said aloud when the framework changes. */
  readonly remark: string | undefined;
}

function targets({ evaluation }: LoadedProject): string[] {
  const single = evaluation.get('TargetFramework');
  return (single ?? evaluation.get('TargetFrameworks') ?? '')
    .split(';')
    .map((target) => target.trim())
    .filter((target) => target !== '');
}

const isKnown = (target: string): target is Framework => (frameworks as readonly string[]).includes(target);

/** `net6.0` as 6; old names such as netcoreapp3.1 as 3.1; undefined for anything else. */
function versionOf(target: string): number | undefined {
  const match = /^net(?:coreapp)?(\d+\.\d+)$/.exec(target);
  return match ? Number(match[1]) : undefined;
}

/**
 * The framework that a project is to have: the one asked for, else its own, else a newer one.
 * @throws UserError when it has several, or an unknown one.
 */
export function decideFramework(project: LoadedProject, asked: Framework | undefined): FrameworkDecision {
  const own = targets(project);
  const [only] = own;
  const moved = (framework: Framework, why: string): FrameworkDecision => ({
    framework,
    remark:
      own.length === 1 && only === framework
        ? undefined
        : `${project.name} moves from ${own.join(';') || 'an unknown framework'} to ${framework}${why}`,
  });
  if (asked !== undefined) {
    const needs = needsNewerSdk(asked) ? `; it needs the .NET SDK ${frameworkFacts[asked].sdk} or newer` : '';
    return moved(asked, `, as asked${needs}.`);
  }
  if (only === undefined || isUnresolved(only) || project.evaluation.isUncertain('TargetFramework')) {
    throw new UserError(
      `The target framework of ${project.path} depends on what only MSBuild knows; give --framework.`,
    );
  }
  if (own.length > 1) {
    throw new UserError(
      `${project.path} has ${own.length} target frameworks (${own.join(', ')}) and a bootstrap has one; give --framework.`,
    );
  }
  if (isKnown(only)) return { framework: only, remark: undefined };
  const version = versionOf(only);
  if (version !== undefined && version < 8) {
    return moved(
      raisedTo,
      `: ${version < 7 ? 'NativeAOT does not support it' : 'it is out of support'} (choose another one with --framework).`,
    );
  }
  throw new UserError(
    `${project.path} targets ${only}, which is not one of ${frameworks.join(', ')}; give --framework.`,
  );
}

/** The edits that give a project the framework, whatever file it has its own from. */
export function setFramework(
  project: LoadedProject,
  framework: Framework,
): { edits: Edit[]; missing: boolean } {
  const { file, inherited } = project;
  const single = definitionsOf(file, 'TargetFramework');
  const several = definitionsOf(file, 'TargetFrameworks');
  const renamed = single.length > 0 ? [] : several;
  const edits = [
    ...setProperty(file, 'TargetFramework', framework).edits,
    ...renamed.map(({ element }) => renameElement(file, element, 'TargetFramework', framework)),
  ];
  const isSet = [...single, ...renamed].some(({ conditions }) => conditions.length === 0);
  return { edits, missing: !isSet && inherited.get('TargetFramework') !== framework };
}

/** Raises a test project that could no longer refer to the function's. */
export function raiseTests(test: LoadedProject, framework: Framework): Edit[] {
  const own = targets(test).map(versionOf);
  const wanted = versionOf(framework) as number;
  if (own.some((version) => version === undefined || version >= wanted)) return [];
  const { edits, missing } = setFramework(test, framework);
  return missing
    ? [...edits, ...addProperties(test.file, undefined, [{ name: 'TargetFramework', value: framework }])]
    : edits;
}
