import { architectureFacts, architectures } from '../platform/architectures.ts';
import { checkedOn } from '../platform/checked-on.ts';
import {
  type Framework,
  frameworkFacts,
  frameworks,
  isUnsupported,
  needsNewerSdk,
} from '../platform/frameworks.ts';
import { extras, libraries } from '../platform/options.ts';
import { isDeprecated, offeredRuntimes, type Runtime, runtimeFacts, runtimes } from '../platform/runtimes.ts';
import { allSamples } from '../samples/catalogue.ts';
import { sampleFigures } from '../samples/figures.ts';
import type { Sample } from '../samples/sample.ts';
import type { Choice } from './command.ts';

type Hints<T extends string> = Readonly<Record<T, string>>;

const withHints = <T extends string>(values: readonly T[], hints: Hints<T>) =>
  values.map((value) => ({ value, hint: hints[value] })) satisfies readonly Choice[];

function frameworkHint(framework: Framework): string {
  const { end, isLts, sdk } = frameworkFacts[framework];
  if (isUnsupported(framework, checkedOn)) return `out of support since ${end}`;
  const needs = needsNewerSdk(framework) ? `, needs the .NET SDK ${sdk}` : '';
  return `${isLts ? 'LTS, ' : ''}supported until ${end}${needs}`;
}

function runtimeHint(runtime: Runtime): string {
  const { system, deprecated, createBlocked } = runtimeFacts[runtime];
  if (isDeprecated(runtime, checkedOn))
    return `deprecated ${deprecated}, no new functions from ${createBlocked}`;
  return `${system}, until ${deprecated}`;
}

export const frameworkChoices = frameworks.map((value) => ({
  value,
  hint: frameworkHint(value),
})) satisfies readonly Choice[];

export const architectureChoices = architectures.map((value) => ({
  value,
  hint: architectureFacts[value].title,
})) satisfies readonly Choice[];

const asRuntimeChoice = (value: Runtime) => ({ value, hint: runtimeHint(value) });

/** For a new function. */
export const newRuntimeChoices = offeredRuntimes.map(asRuntimeChoice) satisfies readonly Choice[];

/** For a function that is there. */
export const runtimeChoices = runtimes.map(asRuntimeChoice) satisfies readonly Choice[];

export const libraryChoices = withHints(libraries, {
  // Without figures: those of the sample stand beside it, and AWS's packages are not in the benchmark's results.
  builtin: 'C# source in the project, no packages',
  aws: "AWS's NuGet packages: a larger binary that starts more slowly",
});

export const extraChoices = withHints(extras, {
  sam: 'template.yaml for AWS SAM',
  cdk: 'infra/*.cs for the AWS CDK, with tests',
  terraform: 'infra/*.tf for Terraform',
  github: 'a GitHub Actions workflow',
  vscode: 'tasks and launch settings for VS Code',
  visualstudio: 'launch settings for Visual Studio and Rider',
  'dotnet-lambda': 'aws-lambda-tools-defaults.json for "dotnet lambda"',
});

const asChoice = ({ id, description }: Sample): Choice => ({
  value: id,
  hint: description,
  details: sampleFigures(id),
});

/** The samples as choices of a flag or a prompt. */
export const sampleChoices = (): Choice[] => allSamples().map(asChoice);

/** Those that can join a project that stands already. */
export const addableSampleChoices = (): Choice[] =>
  allSamples()
    .filter(({ ownProject }) => !ownProject)
    .map(asChoice);
