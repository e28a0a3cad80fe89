import {
  architectures,
  extras,
  type Framework,
  frameworkEnds,
  frameworks,
  libraries,
  runtimeFacts,
  runtimes,
  unsupportedFrameworks,
} from '../project/platform.ts';
import { allSamples } from '../samples/catalogue.ts';
import { builtinFigures, sampleFigures } from '../samples/figures.ts';
import type { Sample } from '../samples/sample.ts';
import type { Choice } from './command.ts';

type Hints<T extends string> = Readonly<Record<T, string>>;

const withHints = <T extends string>(values: readonly T[], hints: Hints<T>) =>
  values.map((value) => ({ value, hint: hints[value] })) satisfies readonly Choice[];

const al2 = runtimeFacts['provided.al2'];

const frameworkHint = (framework: Framework) =>
  unsupportedFrameworks.includes(framework)
    ? `out of support since ${frameworkEnds[framework]}`
    : `LTS, supported until ${frameworkEnds[framework]}`;

export const frameworkChoices = withHints(frameworks, {
  'net10.0': frameworkHint('net10.0'),
  'net9.0': frameworkHint('net9.0'),
  'net8.0': frameworkHint('net8.0'),
});

export const architectureChoices = withHints(architectures, {
  x86_64: 'Intel and AMD',
  arm64: 'Graviton',
});

export const runtimeChoices = withHints(runtimes, {
  'provided.al2023': `Amazon Linux 2023, until ${runtimeFacts['provided.al2023'].deprecated}`,
  'provided.al2': `deprecated ${al2.deprecated}, no new functions from ${al2.createBlocked}`,
});

export const libraryChoices = withHints(libraries, {
  builtin: `C# source in the project, no packages; ${builtinFigures()}`,
  // Amazon.Lambda.RuntimeSupport 2.1.2: 7.9 MB and 14 to 18 ms where the built-in one had 1.1 MB and 2.4 ms.
  aws: "AWS's NuGet packages; about 7 times the size, 6 times the start",
});

export const extraChoices = withHints(extras, {
  sam: 'template.yaml for AWS SAM',
  github: 'a GitHub Actions workflow',
  vscode: 'tasks and launch settings for VS Code',
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
