import { error, info, ok, type Verdict, warning } from '../../artifact/finding.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { isWeb } from '../../dotnet/web-sdk.ts';
import { defaultRuntime, runtimeFacts } from '../../platform/runtimes.ts';
import { projectFile } from '../../project/settings.ts';
import type { Check, Facts } from '../check.ts';
import { architectureOf } from '../needs.ts';
import type { ProjectFacts } from './facts.ts';

const isTrue = (value: string | undefined) => value?.toLowerCase() === 'true';
const isFalse = (value: string | undefined) => value?.toLowerCase() === 'false';

/** A property of the project file that decides whether the build becomes a Lambda function. */
interface PropertyRule {
  readonly id: string;
  readonly property: string;
  /** The value that stands where no file sets one. */
  readonly unset?: (project: ProjectFacts) => string | undefined;
  /** What is wrong with a value, without its name in front; undefined when it is right. */
  readonly judge: (value: string | undefined, facts: Facts) => Judgement | undefined;
  /** Where the property's own name is too long for a table. */
  readonly title?: string;
}

interface Judgement {
  readonly severity: 'error' | 'warning';
  readonly why: string;
  readonly fix: string;
  /** What `--fix` makes of it: a value, or its removal; absent where there is no safe way. */
  readonly change?: { readonly value: string | undefined };
}

const wrong = (why: string, fix: string): Judgement => ({ severity: 'error', why, fix });
const dubious = (why: string, fix: string): Judgement => ({ severity: 'warning', why, fix });

/** A judgement whose fix is to set the property, or to remove it. */
const settable = (
  property: string,
  value: string,
  why: string,
  severity: Judgement['severity'] = 'error',
): Judgement => ({ severity, why, fix: `Set ${property} to ${value}.`, change: { value } });
const removable = (property: string, why: string): Judgement => ({
  ...wrong(why, `Remove ${property}.`),
  change: { value: undefined },
});

/** Sdk.Web and Sdk.Worker make programs without being told. */
const defaultOutputType = ({ dotnet }: ProjectFacts) =>
  /\.(Web|Worker)\b/.test(dotnet?.file.xml.root.attributes.Sdk ?? '') ? 'Exe' : 'Library';

/** ICU beside the program: Microsoft.ICU.ICU4C.Runtime and its RuntimeHostConfigurationOption. */
const shipsIcu = ({ project }: Facts) =>
  project?.dotnet?.files.some(({ items }) =>
    items.some(({ include }) => include === 'System.Globalization.AppLocalIcu'),
  ) === true;

/** Newer processors' instructions, which some of Lambda's machines may lack. */
const tooNew: Record<'x86_64' | 'arm64', RegExp> = {
  x86_64: /x86-64-v4|avx512|avx10|vbmi|apx/i,
  arm64: /armv8\.[3-9]|armv9|\bsve/i,
};
const widest: Record<'x86_64' | 'arm64', string> = { x86_64: 'x86-64-v3', arm64: 'armv8.2-a' };

const meaningless = (property: string): PropertyRule => ({
  id: property.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase(),
  property,
  judge: (value) =>
    isTrue(value)
      ? { ...removable(property, 'It has no effect beside PublishAot.'), severity: 'warning' }
      : undefined,
});

/** Sources: Microsoft.NETCore.Native.Publish.targets, Microsoft.NET.Publish.targets, "Native AOT deployment". */
const propertyRules: readonly PropertyRule[] = [
  {
    id: 'output-type',
    property: 'OutputType',
    unset: defaultOutputType,
    judge: (value) =>
      value?.toLowerCase() === 'exe'
        ? undefined
        : settable(
            'OutputType',
            'Exe',
            'Lambda starts a program; compiled natively, a library is a file that nothing starts.',
          ),
  },
  {
    id: 'assembly-name',
    property: 'AssemblyName',
    unset: ({ dotnet }) => dotnet?.name,
    judge: (value) =>
      value === 'bootstrap'
        ? undefined
        : settable(
            'AssemblyName',
            'bootstrap',
            'Lambda starts the file named "bootstrap", and the Makefile packs it.',
          ),
  },
  {
    id: 'publish-aot',
    property: 'PublishAot',
    unset: () => 'false',
    judge: (value) =>
      isTrue(value)
        ? undefined
        : settable(
            'PublishAot',
            'true',
            'Nothing is compiled natively without it, and provided.* has no .NET to run IL.',
          ),
  },
  {
    id: 'publish-trimmed',
    property: 'PublishTrimmed',
    judge: (value) =>
      isFalse(value)
        ? removable(
            'PublishTrimmed',
            'The build ends: trimming is implied by native compilation and cannot be disabled.',
          )
        : undefined,
  },
  {
    id: 'self-contained',
    property: 'SelfContained',
    judge: (value) =>
      isFalse(value)
        ? removable('SelfContained', 'The build ends with NETSDK1102: a native program is self-contained.')
        : undefined,
  },
  meaningless('PublishReadyToRun'),
  meaningless('PublishSingleFile'),
  {
    id: 'invariant-globalization',
    property: 'InvariantGlobalization',
    unset: () => 'false',
    judge: (value, facts) => {
      if (isTrue(value)) return undefined;
      if (shipsIcu(facts)) {
        return dubious(
          'The program needs ICU files beside it, and "make zip" packs only bootstrap.',
          'Let the zip target of the Makefile pack the libicu files as well.',
        );
      }
      const runtime = facts.project?.settings.runtime;
      const { icu } = runtimeFacts[runtime ?? defaultRuntime];
      return settable(
        'InvariantGlobalization',
        'true',
        `${runtime} has ${icu}: the program ends at its start.`,
      );
    },
  },
  {
    id: 'json-reflection',
    property: 'JsonSerializerIsReflectionEnabledByDefault',
    title: 'JSON by reflection',
    judge: (value) =>
      isTrue(value)
        ? dubious(
            'JSON by reflection compiles, and then lacks what trimming has removed: empty objects instead of an error.',
            'Remove it, and pass the types of the JsonSerializerContext.',
          )
        : undefined,
  },
  {
    id: 'server-garbage-collection',
    property: 'ServerGarbageCollection',
    unset: ({ dotnet }) => String(dotnet !== undefined && isWeb(dotnet)),
    judge: (value) =>
      isTrue(value)
        ? settable(
            'ServerGarbageCollection',
            'false',
            'The garbage collector of servers has a heap and threads for each processor: a slower start, and more memory.',
            'warning',
          )
        : undefined,
  },
  {
    id: 'instruction-set',
    property: 'IlcInstructionSet',
    judge: (value = '', facts) => {
      const architecture = architectureOf(facts);
      if (/\bnative\b/i.test(value)) {
        return removable(
          'IlcInstructionSet',
          'The program asks for what the build machine has: "The required instruction sets are not supported by the current CPU".',
        );
      }
      if (!tooNew[architecture].test(value)) return undefined;
      return dubious(
        'Not every machine of Lambda has it.',
        `Set ${widest[architecture]}, which every ${architecture} machine of Lambda has.`,
      );
    },
  },
];

/** The file and line that have the last word on a property. */
function placeOf({ dotnet }: ProjectFacts, property: string): string {
  const definition = dotnet?.files
    .flatMap(({ properties }) => properties)
    .findLast(({ name }) => name.toLowerCase() === property.toLowerCase());
  if (definition === undefined) return '';
  const { file, element } = definition;
  return ` (${file.path.split(/[\\/]/).at(-1)}:${lineOf(file.text, element.start)})`;
}

/** The value that a release build sees, and what is to be said of it; undefined where only MSBuild can tell. */
function judged({ property, unset, judge }: PropertyRule, facts: Facts) {
  const { project } = facts;
  const { evaluation } = project?.dotnet ?? {};
  if (project === undefined || evaluation === undefined || evaluation.isUncertain(property)) return undefined;
  const value = evaluation.get(property) ?? unset?.(project);
  return { value, judgement: judge(value, facts) };
}

function verdict(rule: PropertyRule, facts: Facts): Verdict | undefined {
  const { property } = rule;
  const { project } = facts;
  if (project?.dotnet === undefined) return undefined;
  const result = judged(rule, facts);
  if (result === undefined) {
    return info(
      `Only MSBuild can work out its value: "dotnet msbuild ${projectFile(project.settings)} -getProperty:${property}".`,
    );
  }
  const { value, judgement } = result;
  if (judgement === undefined) return value === undefined ? undefined : ok(`${value}.`);
  const what = `${property} is ${value}${placeOf(project, property)}.`;
  return (judgement.severity === 'error' ? error : warning)(what, judgement.why, judgement.fix);
}

/** A check a property, in the order of the table. */
export const propertyChecks: readonly Check[] = propertyRules.map((rule) => ({
  id: rule.id,
  title: rule.title ?? rule.property,
  run: (facts) => verdict(rule, facts),
  fix: (facts) => {
    const change = judged(rule, facts)?.judgement?.change;
    return change === undefined ? [] : [{ kind: 'property', name: rule.property, value: change.value }];
  },
}));
