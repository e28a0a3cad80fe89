import { posix } from 'node:path';
import { addFunctionCommand } from '../../src/commands/add-function.ts';
import { libraries } from '../../src/platform/options.ts';
import { classKinds, takenClassNames } from '../../src/project/class-names.ts';
import { planSample } from '../../src/project/plan.ts';
import { renderSource } from '../../src/project/render.ts';
import { needsOf } from '../../src/project/view.ts';
import { findSample } from '../../src/samples/catalogue.ts';
import type { Sample } from '../../src/samples/sample.ts';
import { nameForms, nameProblemSymbols } from './names.ts';
import type { TemplateOption } from './options.ts';
import { nameRefusal, noticeAction, refusalAction, type Said } from './refusals.ts';
import { common, configuration, type PackageFile, parameters } from './template.ts';

const folder = 'function';

/** What stands in the files for the names of the project and of the function. */
const place = {
  namespace: 'LambdaNativeAotNamespace',
  className: 'LambdaNativeAotClass',
  handler: 'LambdaNativeAot-Handler',
};

const sampleOption = (): TemplateOption => {
  const [sample] = addFunctionCommand.options;
  return sample;
};

/** Takes a symbol's value through regular expressions, one after the other. */
const steps = (source: string, all: readonly { regex: string; replacement: string }[]) => ({
  type: 'generated',
  generator: 'regex',
  datatype: 'string',
  parameters: { source, steps: all },
});

/**
 * The class of a function, as `classNameOf` has it, from "NAMESPACE|SAMPLE|NAME|PASCAL". A class that gets the word
 * Function loses the namespace, so that it gets it once.
 */
const classSteps = (samples: readonly Sample[]) => [
  ...samples.map(({ id, class: own }) => ({
    regex: `^([^|]*)\\|${id}\\|${id}\\|.*$`,
    replacement: `$1|${own}`,
  })),
  { regex: '^([^|]*)\\|[^|]*\\|[^|]*\\|(.*)$', replacement: '$1|$2' },
  {
    regex: `^[^|]*\\|((?:${[...takenClassNames].sort().join('|')})|.*${classKinds.source})$`,
    replacement: '|$1Function',
  },
  { regex: '^(?:[^|]*\\.)?(\\w+)(?:\\.[^|]*)?\\|\\1$', replacement: '|$1Function' },
  { regex: '^[^|]*\\|', replacement: '' },
];

const reference = (value: string) => ({ type: 'ref', value });

const symbols = (samples: readonly Sample[]) => ({
  ...parameters([sampleOption()]),
  shared: {
    type: 'parameter',
    datatype: 'bool',
    description: 'write the files in Events that samples share; false where the project has them',
    defaultValue: 'true',
  },
  // Known only of a project that was restored.
  rootNamespace: {
    type: 'bind',
    binding: 'msbuild:RootNamespace',
    defaultValue: '',
    replaces: place.namespace,
  },
  pascalName: { type: 'derived', valueSource: 'name', valueTransform: 'pascal' },
  classParts: {
    type: 'generated',
    generator: 'join',
    parameters: {
      separator: '|',
      symbols: ['rootNamespace', 'sample', 'name', 'pascalName'].map(reference),
    },
  },
  className: {
    ...steps('classParts', classSteps(samples)),
    replaces: place.className,
    fileRename: place.className,
  },
  ...nameProblemSymbols('pascalName'),
  refused: { type: 'computed', value: `(${refusals.map(({ condition }) => condition).join(' || ')})` },
});

const refusals: readonly Said[] = [
  nameRefusal,
  {
    text: 'The namespace of the project is not known: run this in the folder of its .csproj, after "dotnet restore".',
    condition: 'rootNamespace == ""',
  },
];

interface FunctionFile extends PackageFile {
  readonly isShared: boolean;
}

/** The files of a sample that go into the folder of the project file, relative to the sample's own in the package. */
function filesOf(sample: Sample): FunctionFile[] {
  const sources = 'project';
  return planSample(sample, { ...place, sources, tests: undefined, hasTestHost: false })
    .filter(({ to }) => to.startsWith(`${sources}/`))
    .map((file) => ({
      path: posix.join(folder, sample.id, posix.relative(sources, file.to)),
      contents: renderSource(file, place.namespace).contents,
      isShared: file.shared === true,
    }));
}

/** What is left to do, in the words of the project's own files; NAME stands for the function's. */
function remains(sample: Sample): string {
  const needs = libraries.map((library) => ({
    library,
    ...needsOf(sample, 'NAME', { namespace: 'NAMESPACE', library }),
  }));
  const [{ jsonTypes, packages }] = needs as [(typeof needs)[number]];
  return [
    "What is still to do, where NAME is the function's (lambda-nativeaot add-function does all of it, and adds a test):",
    ...needs.flatMap(({ library, registration, globalUsings }) => [
      `  Program.cs, with the library ${library}: ${registration}`,
      ...globalUsings.map(
        (name) => `  project file, with the library ${library}: <Using Include="${name}" />`,
      ),
    ]),
    ...jsonTypes.map((type) => `  FunctionJsonContext.cs: [JsonSerializable(typeof(${type}))]`),
    ...packages.map(
      ({ id, version }) => `  project file: <PackageReference Include="${id}" Version="${version}" />`,
    ),
    '  .yo-rc.json: an entry in "functions", with a sample event',
  ].join('\n');
}

/** The template of a function, `dotnet new lambda-nativeaot-function`: what `add-function` writes below the project file. */
export function functionTemplate(icon: Buffer): PackageFile[] {
  const option = sampleOption();
  const samples = option.choices.map(({ value }) => findSample(value));
  const files = samples.map((sample) => ({ sample, files: filesOf(sample) }));
  const template = {
    ...common,
    identity: 'LambdaNativeAot.Function',
    groupIdentity: 'LambdaNativeAot.Function',
    name: 'AWS Lambda function of a NativeAOT project',
    shortName: 'lambda-nativeaot-function',
    description: 'A handler for a project of lambda-nativeaot: its class, and the types of its event',
    tags: { language: 'C#', type: 'item' },
    sourceName: place.handler,
    defaultName: 'orders',
    symbols: symbols(samples),
    forms: nameForms(),
    sources: files.map(({ sample, files: own }) => ({
      source: `./${sample.id}/`,
      target: './',
      condition: `(!refused && sample == "${sample.id}")`,
      modifiers: [
        {
          condition: '(!shared)',
          exclude: own
            .filter(({ isShared }) => isShared)
            .map(({ path }) => posix.relative(`${folder}/${sample.id}`, path)),
        },
      ],
    })),
    postActions: [
      ...samples.map((sample) =>
        noticeAction({ text: remains(sample), condition: `sample == "${sample.id}"` }),
      ),
      ...refusals.map(refusalAction),
    ],
  };
  const usage = ['-n payments --sample sqs-batch'];
  return [
    ...configuration(folder, template, [option], usage, icon),
    ...files.flatMap((entry) => entry.files),
  ];
}
