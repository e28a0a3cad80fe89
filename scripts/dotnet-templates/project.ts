import { newCommand } from '../../src/commands/new.ts';
import { allSamples } from '../../src/samples/catalogue.ts';
import { conditionalText } from './conditional-text.ts';
import { type Axis, conditionOf, sizeOf } from './conditions.ts';
import { nameForms, nameProblemSymbols, placeholder } from './names.ts';
import { templateOptions } from './options.ts';
import { executableAction, misfits, nameRefusal, noticeAction, notices, refusalAction } from './refusals.ts';
import { common, configuration, type PackageFile, parameters } from './template.ts';
import { type VariedFile, variedFiles } from './variants.ts';

const folder = 'project';

/** When a file is there; true where it always is. */
function presence({ axes, variants }: VariedFile): string | boolean {
  const cases = new Uint8Array(sizeOf(axes));
  for (const { combinations } of variants) for (const combination of combinations) cases[combination] = 1;
  return conditionOf(axes, cases);
}

/** Files that are there under one condition, together. */
function modifiers(files: readonly VariedFile[]) {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const condition = presence(file);
    if (condition === true) continue;
    groups.set(String(condition), [...(groups.get(String(condition)) ?? []), file.path]);
  }
  return [...groups].map(([condition, exclude]) => ({ condition: `(!(${condition}))`, exclude }));
}

const isProject = (path: string) => path.endsWith('.csproj');

const outputs = (files: readonly VariedFile[]) =>
  files
    .filter(({ path }) => isProject(path))
    .map((file) => ({ path: file.path, condition: `(!refused && ${presence(file)})` }));

const derived = (form: string, replaces: string) => ({
  type: 'derived',
  valueSource: 'name',
  valueTransform: form,
  replaces,
  fileRename: replaces,
});

/** The template of a project, `dotnet new lambda-nativeaot`: what `new` writes, for every combination of its options. */
export function projectTemplate(icon: Buffer): PackageFile[] {
  const options = templateOptions();
  const files = variedFiles(options);
  const refusals = [nameRefusal, ...misfits(options)];
  const copied = files.filter(({ path, variants }) => {
    const text = variants.map((variant) => variant.text).join('\n');
    return (
      variants.length === 1 && Object.values(placeholder).every((name) => !`${path}\n${text}`.includes(name))
    );
  });
  const template = {
    ...common,
    identity: 'LambdaNativeAot.Project',
    groupIdentity: 'LambdaNativeAot.Project',
    name: 'AWS Lambda function, compiled with .NET NativeAOT',
    shortName: 'lambda-nativeaot',
    description: `A project for a Lambda function that is compiled to machine code, from one of ${allSamples().length} samples`,
    tags: { language: 'C#', type: 'project', editorTreatAs: 'solution' },
    sourceName: placeholder.name,
    defaultName: newCommand.argument.suggestion,
    preferNameDirectory: true,
    symbols: {
      ...parameters(options),
      namespace: derived('namespace', placeholder.namespace),
      image: derived('image', placeholder.image),
      pascalName: { type: 'derived', valueSource: 'name', valueTransform: 'pascal' },
      ...nameProblemSymbols('pascalName'),
      refused: { type: 'computed', value: `(${refusals.map(({ condition }) => condition).join(' || ')})` },
    },
    forms: nameForms(),
    sources: [
      {
        condition: '(!refused)',
        exclude: ['.template.config/**'],
        copyOnly: copied.map(({ path }) => path),
        modifiers: modifiers(files),
      },
    ],
    primaryOutputs: outputs(files),
    postActions: [
      ...notices(options).map(noticeAction),
      executableAction(files.filter(({ executable }) => executable).map(({ path }) => path)),
      ...refusals.map(refusalAction),
    ],
  };
  const usage = ['-n orders --sample http-api --architecture arm64', '-n orders --with sam --with github'];
  return [
    ...configuration(folder, template, options, usage, icon),
    ...files.map(({ path, axes, variants }) => ({
      path: `${folder}/${path}`,
      contents: conditionalText(axes as readonly Axis[], variants),
    })),
  ];
}
