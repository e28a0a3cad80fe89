import { conditionalOperation, marks } from './conditional-text.ts';
import { defaultOf, type TemplateOption } from './options.ts';

/** A file of the package. */
export interface PackageFile {
  readonly path: string;
  readonly contents: string | Buffer;
}

export const iconFile = 'icon.png';

/** An option as template.json has it. */
function parameter(option: TemplateOption) {
  const { description, choices, type } = option;
  const fallback = defaultOf(option);
  return {
    type: 'parameter',
    datatype: 'choice',
    description,
    ...(type === 'list' ? { allowMultipleValues: true } : {}),
    choices: choices.map(({ value, hint }) => ({ choice: value, ...(hint && { description: hint }) })),
    defaultValue: typeof fallback === 'string' ? fallback : fallback.join('|'),
  };
}

export const parameters = (options: readonly TemplateOption[]) =>
  Object.fromEntries(options.map((option) => [option.name, parameter(option)]));

/** What every template has: its files get nothing but our own blocks and names, whatever they end with. */
export const common = {
  $schema: 'http://json.schemastore.org/template',
  author: 'generator-lambda-nativeaot',
  classifications: ['AWS', 'Lambda', 'NativeAOT'],
  SpecialCustomOperations: {
    '**/*': { flagPrefix: marks.flags, operations: [conditionalOperation] },
  },
} as const;

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The flags under their names alone, as `new` has them: the engine would add letters of its own. */
const commandLine = (options: readonly TemplateOption[], usage: readonly string[]) => ({
  $schema: 'http://json.schemastore.org/dotnetcli.host',
  symbolInfo: Object.fromEntries(options.map(({ name }) => [name, { longName: name, shortName: '' }])),
  usageExamples: usage,
});

/** The icon and the questions of Visual Studio and Rider. */
const editor = (options: readonly TemplateOption[]) => ({
  $schema: 'http://json.schemastore.org/ide.host',
  icon: iconFile,
  symbolInfo: options.map(({ name, message, description }) => ({
    id: name,
    name: { text: message ?? name },
    description: { text: description },
    isVisible: true,
  })),
});

/** The files in a template's `.template.config`. */
export function configuration(
  folder: string,
  template: object,
  options: readonly TemplateOption[],
  usage: readonly string[],
  icon: Buffer,
): PackageFile[] {
  const at = (name: string) => `${folder}/.template.config/${name}`;
  return [
    { path: at('template.json'), contents: json(template) },
    { path: at('dotnetcli.host.json'), contents: json(commandLine(options, usage)) },
    { path: at('ide.host.json'), contents: json(editor(options)) },
    { path: at(iconFile), contents: icon },
  ];
}
