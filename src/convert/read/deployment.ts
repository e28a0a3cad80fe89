import type { StructuredFile } from './structured-file.ts';

/** A function as a deployment file describes it; what the file leaves open is absent. Memory in MB, timeout in seconds. */
export interface DeployedFunction {
  readonly format: 'template' | 'defaults' | 'terraform' | 'cdk';
  readonly file: Pick<StructuredFile, 'path'>;
  /** From 1; where the file says what it is. */
  readonly line: number;
  /** Its own properties, and those that the template gives every function. */
  readonly places: readonly (readonly (string | number)[])[];
  /** Logical id in a template, name of the resource in Terraform; none in the tools' defaults. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly handler: string | undefined;
  /** Whether a handler is given that only CloudFormation or Terraform can work out. */
  readonly handlerIsOpaque: boolean;
  /** Where the code is, if that is a path: from the folder of the file. */
  readonly code: string | undefined;
  /** As given; undefined where it is left to CloudFormation. */
  readonly runtime: string | undefined;
  readonly isImage: boolean;
  /** Written by Amazon.Lambda.Annotations, which rewrites the handler at each build. */
  readonly isGenerated: boolean;
  readonly memorySize: number | undefined;
  readonly timeout: number | undefined;
  readonly architecture: string | undefined;
  /** What makes it a durable function, and its line. */
  readonly durable: { readonly setting: string; readonly line: number } | undefined;
}

/** What CloudFormation takes where a template says nothing: MB and seconds. */
const templateDefaults = { MemorySize: 128, Timeout: 3 } as const;

const functionTypes: ReadonlyMap<unknown, 'sam' | 'cloudformation'> = new Map([
  ['AWS::Serverless::Function', 'sam'],
  ['AWS::Lambda::Function', 'cloudformation'],
]);

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown) => {
  const read = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isInteger(read) ? read : undefined;
};

/** A path; undefined for an object on S3. */
const pathOf = (value: unknown) => (/^\w+:\/\//.test(String(value)) ? undefined : text(value));

/** The functions of a SAM or CloudFormation template. Source: AWS SAM resource and property reference. */
export function templateFunctions(file: StructuredFile): DeployedFunction[] {
  return file.keys(['Resources']).flatMap((id) => {
    const type = functionTypes.get(file.get(['Resources', id, 'Type']));
    if (type === undefined) return [];
    const own = ['Resources', id, 'Properties'];
    const places = type === 'sam' ? [own, ['Globals', 'Function']] : [own];
    const get = (key: string) =>
      places.map((place) => file.get([...place, ...key.split('.')])).find((v) => v !== undefined);
    const has = (key: string) => places.some((place) => file.has([...place, key]));
    // What only CloudFormation can work out is open.
    const numberOf = (key: keyof typeof templateDefaults) =>
      has(key) ? number(get(key)) : templateDefaults[key];
    const architectures = get('Architectures');
    const durable = places.map((place) => [...place, 'DurableConfig']).find((path) => file.has(path));
    // A container image has its handler as the command of its configuration.
    const command = get('ImageConfig.Command');
    const handler = text(get('Handler')) ?? text(Array.isArray(command) ? command[0] : command);
    return [
      {
        format: 'template',
        file,
        line: file.lineOf(['Resources', id]),
        places,
        id,
        name: text(get('FunctionName')),
        handler,
        handlerIsOpaque: has('Handler') && handler === undefined,
        code: pathOf(get(type === 'sam' ? 'CodeUri' : 'Code')),
        runtime: text(get('Runtime')),
        isImage: get('PackageType') === 'Image',
        isGenerated: file.get(['Resources', id, 'Metadata', 'Tool']) === 'Amazon.Lambda.Annotations',
        memorySize: numberOf('MemorySize'),
        timeout: numberOf('Timeout'),
        architecture: text(Array.isArray(architectures) ? architectures[0] : architectures),
        durable: durable && { setting: 'DurableConfig', line: file.lineOf(durable) },
      },
    ];
  });
}

/** The function of an aws-lambda-tools-defaults.json; none where it only points to a template. */
export function defaultsFunctions(file: StructuredFile): DeployedFunction[] {
  const isImage = text(file.get(['package-type']))?.toLowerCase() === 'image';
  // A container image has its handler as its command; another one there is for the zip and does not count.
  const handler = text(file.get([isImage ? 'image-command' : 'function-handler']));
  if (handler === undefined) return [];
  return [
    {
      format: 'defaults',
      file,
      line: 1,
      places: [[]],
      id: undefined,
      name: text(file.get(['function-name'])),
      handler,
      handlerIsOpaque: false,
      code: undefined,
      runtime: text(file.get(['function-runtime'])),
      isImage,
      isGenerated: false,
      memorySize: number(file.get(['function-memory-size'])),
      timeout: number(file.get(['function-timeout'])),
      architecture: text(file.get(['function-architecture'])),
      durable: undefined,
    },
  ];
}

/** Whether a function may run .NET, as far as its runtime tells. */
export const mayRunDotnet = ({ runtime }: DeployedFunction): boolean =>
  runtime === undefined || /^(dotnet|provided)/.test(runtime);

/** A handler's three parts, or undefined where it only names an executable. */
export function splitHandler(
  handler: string,
): { assembly: string; type: string; method: string } | undefined {
  const [assembly, type, method, ...rest] = handler.split('::');
  if (!assembly || !type || !method || rest.length > 0) return undefined;
  return { assembly, type: type.replaceAll('+', '.'), method };
}
