import type { Library } from '../../platform/options.ts';
import type { ContextType, WrittenType } from '../read/json-types.ts';
import type { Signature } from '../read/signature.ts';
import { indent, inNamespace, type Naming, usingLines } from './context-file.ts';
import type { ChosenSerializer } from './library-serializers.ts';

/** A handler as the entry point registers it. */
export interface Registration {
  /** Lambda's Handler setting. */
  readonly name: string;
  /** The class, as written in the entry point, and the namespaces that it needs. */
  readonly className: string;
  readonly namespaces: readonly string[];
  readonly method: string;
  readonly isStatic: boolean;
  /** Whether it is a wrapper of Annotations around an HTTP handler, whose result depends on the package's version. */
  readonly isHttpWrapper: boolean;
  readonly signature: Signature;
  /** As written, a Stream too; undefined when the handler has none. */
  readonly input: WrittenType | undefined;
  readonly output: WrittenType | undefined;
  /** The types that go through the context; undefined for streams and for handlers without one. */
  readonly inputInfo: ContextType | undefined;
  readonly outputInfo: ContextType | undefined;
}

export interface EntryPointFile {
  readonly namespace: string;
  readonly className: string;
  /** AWS's serializer, or one that takes its place; the built-in runtime has none. */
  readonly serializer: Pick<ChosenSerializer, 'expression' | 'namespaces'> | undefined;
  /** As written in the entry point; whether it was written for it, with the old serializer's options. */
  readonly context: { readonly name: string; readonly isNew: boolean; readonly naming: Naming };
  readonly registrations: readonly Registration[];
  readonly isFileScoped: boolean;
  /** Whether Amazon.Lambda.Annotations rewrites the Handler in templates to its long form. */
  readonly hasAnnotations: boolean;
  /** Environment variables that name the handler, the first that is set; Lambda's Handler is the last of them. */
  readonly handlerVariables: readonly string[];
  /** Lines between the using directives and the namespace. */
  readonly assemblyAttributes: readonly string[];
}

const reserved = new Set(
  'serializer json handlers name builder bootstrap event object string params base new class'.split(' '),
);

/** A variable for an instance of a class, named after its last parts: `orderFunction` for `OrderFunction`. */
function variableOf(className: string, parts: number): string {
  const simple = className.split('.').slice(-parts).join('').replaceAll('_', '');
  const name = simple.charAt(0).toLowerCase() + simple.slice(1);
  return reserved.has(name) || name === simple ? `${name}Instance` : name;
}

/** The variables of all classes by class; two of the same name are told apart by the namespace before it. */
function variablesOf(classes: readonly string[]): ReadonlyMap<string, string> {
  const deepest = Math.max(1, ...classes.map((name) => name.split('.').length));
  for (let parts = 1; parts <= deepest; parts++) {
    const variables = new Map(classes.map((name) => [name, variableOf(name, parts)]));
    if (new Set(variables.values()).size === classes.length || parts === deepest) return variables;
  }
  return new Map();
}

const instanceClasses = (registrations: readonly Registration[]) => [
  ...new Set(registrations.filter(({ isStatic }) => !isStatic).map(({ className }) => className)),
];

/**
 * The instances that the handlers are methods of. With one class it is made at start, where Lambda's init phase
 * pays for it; with several, each only when its handler is called, since one function must not fail for what
 * another one needs.
 */
function instanceLines(variables: ReadonlyMap<string, string>): string[] {
  const all = [...variables];
  const [only] = all;
  if (only === undefined) return [];
  if (all.length === 1) return [`var ${only[1]} = new ${only[0]}();`, ''];
  return [
    '',
    "// Made when it is first called: a function must not fail for what another one's constructor needs.",
    ...all.map(([name, variable]) => `var ${variable} = new Lazy<${name}>(() => new ${name}());`),
    '',
  ];
}

/** The handler as a delegate: a method group, or a lambda where the instance or the result must wait. */
function delegateOf(
  registration: Registration,
  variables: ReadonlyMap<string, string>,
  wrapsValueTask: boolean,
): string {
  const { className, method, isStatic, signature, input } = registration;
  const waits = variables.size > 1 && !isStatic;
  const variable = variables.get(className);
  const target = isStatic ? className : waits ? `${variable}.Value` : variable;
  const wraps = wrapsValueTask && signature.returns === 'ValueTask';
  if (!waits && !wraps && !registration.isHttpWrapper) return `${target}.${method}`;
  const parameters = [
    ...(input ? [`${input.declared} input`] : []),
    ...(signature.takesContext ? ['ILambdaContext context'] : []),
  ];
  const passed = [...(input ? ['input'] : []), ...(signature.takesContext ? ['context'] : [])].join(', ');
  const call = `${target}.${method}(${passed})`;
  return `${wraps ? 'async ' : ''}(${parameters.join(', ')}) => ${wraps ? `await ${call}` : call}`;
}

/** Longer lines are broken. */
const lineLength = 110;

function awsLines(registration: Registration, variables: ReadonlyMap<string, string>): string[] {
  const { name, input, output, inputInfo, outputInfo } = registration;
  const types = [inputInfo && input, outputInfo && output].flatMap((type) => (type ? [type.declared] : []));
  // A response of API Gateway in one version of Annotations, a Stream in the next: the compiler finds out.
  const generic = types.length > 0 && !registration.isHttpWrapper ? `<${types.join(', ')}>` : '';
  const serializer = types.length > 0 ? ', serializer' : '';
  const call = `["${name}"] = LambdaBootstrapBuilder.Create${generic}(`;
  const handler = `${delegateOf(registration, variables, true)}${serializer}),`;
  return call.length + handler.length > lineLength ? [call, `    ${handler}`] : [call + handler];
}

function awsBody(file: EntryPointFile): string[] {
  const { serializer, registrations, hasAnnotations, handlerVariables } = file;
  const variables = variablesOf(instanceClasses(registrations));
  const isTyped = registrations.some(({ inputInfo, outputInfo }) => inputInfo || outputInfo);
  const name = [
    ...handlerVariables.map((variable) => `Environment.GetEnvironmentVariable("${variable}")`),
    '""',
  ].join(' ?? ');
  return [
    ...(isTyped ? [`var serializer = ${serializer?.expression};`] : []),
    ...instanceLines(variables),
    ...(isTyped && variables.size === 0 ? [''] : []),
    "// One executable, many functions: Lambda's Handler setting picks one of these by name.",
    'var handlers = new Dictionary<string, LambdaBootstrapBuilder>',
    '{',
    ...indent(registrations.flatMap((registration) => awsLines(registration, variables))),
    '};',
    '',
    ...(hasAnnotations
      ? [
          '// Annotations writes Assembly::Type::Method into the template; the last part is the name.',
          `var name = (${name}).Split(new[] { "::" }, StringSplitOptions.None).Last();`,
        ]
      : [`var name = ${name};`]),
    'if (!handlers.TryGetValue(name, out var builder))',
    '{',
    '    // A single handler answers whatever the setting says.',
    '    builder = handlers.Count == 1',
    '        ? handlers.Values.Single()',
    '        : throw new InvalidOperationException($"No handler \\"{name}\\"; there are: {string.Join(", ", handlers.Keys)}.");',
    '}',
    '',
    'using (var bootstrap = builder.Build())',
    '{',
    '    await bootstrap.RunAsync();',
    '}',
  ];
}

function builtinLines(
  registration: Registration,
  variables: ReadonlyMap<string, string>,
  infosOf: string,
): string[] {
  const { name, inputInfo, outputInfo } = registration;
  // A string has a codec of its own in the built-in runtime: no serializer at all.
  const isText = [inputInfo, outputInfo].every((type) => type?.key === 'string');
  const infos = isText
    ? []
    : [inputInfo, outputInfo].flatMap((type) => (type ? [`${infosOf}.${type.infoName}`] : []));
  const [first, ...rest] = [`"${name}"`, delegateOf(registration, variables, false), ...infos];
  const line = `.Handle(${[first, ...rest].join(', ')})`;
  return line.length > lineLength ? [`.Handle(${first},`, `    ${rest.join(', ')})`] : [line];
}

/** A context that the project had has options of its own, which AWS's serializer replaced by these. */
function oldContextLines({ name, naming }: EntryPointFile['context']): string[] {
  const policy = naming === 'camel' ? 'System.Text.Json.JsonNamingPolicy.CamelCase' : '';
  return [
    "// Reads and writes as AWS's serializer did, whatever options the context has.",
    `var json = new ${name}(LambdaJsonOptions.Create(${policy}));`,
  ];
}

function builtinBody({ registrations, context }: EntryPointFile): string[] {
  const variables = variablesOf(instanceClasses(registrations));
  const isOld = !context.isNew && registrations.some((registration) => usesContext('builtin', registration));
  const infosOf = isOld ? 'json' : `${context.name}.Default`;
  return [
    ...(isOld ? oldContextLines(context) : []),
    ...(isOld && variables.size === 0 ? [''] : []),
    ...instanceLines(variables),
    "// One executable, many functions: Lambda's Handler setting picks one of these by name.",
    'return LambdaBootstrap.Create()',
    ...indent(registrations.flatMap((r) => builtinLines(r, variables, infosOf))),
    '    .Run();',
  ];
}

const shapes: Record<
  Library,
  { usings: readonly string[]; main: string; body: (file: EntryPointFile) => string[] }
> = {
  aws: {
    usings: [
      'System.Collections.Generic',
      'System.Linq',
      'System.Threading.Tasks',
      'Amazon.Lambda.Core',
      'Amazon.Lambda.RuntimeSupport',
    ],
    main: 'private static async Task Main()',
    body: awsBody,
  },
  builtin: { usings: ['LambdaRuntime'], main: 'private static int Main()', body: builtinBody },
};

/** Whether registering needs the context at all. */
export function usesContext(library: Library, { inputInfo, outputInfo }: Registration): boolean {
  const types = [inputInfo, outputInfo].filter((type) => type !== undefined);
  if (library === 'aws') return types.length > 0;
  return types.length === 1 || types.some(({ key }) => key !== 'string');
}

/** The source of the program that Lambda starts. It keeps to C# 7.3, whatever LangVersion the project has. */
export function entryPointSource(file: EntryPointFile, library: Library): string {
  const { usings, main, body } = shapes[library];
  const types = file.registrations.flatMap(({ input, output }) => [input, output]);
  const namespaces = [
    'System',
    ...usings,
    ...(file.serializer?.namespaces ?? []),
    ...file.registrations.flatMap((registration) => registration.namespaces),
    ...types.flatMap((type) => type?.namespaces ?? []),
  ];
  const lines = [
    "/// <summary>The program that Lambda starts: it knows the handlers by the names that Lambda's Handler setting has.</summary>",
    `internal static class ${file.className}`,
    '{',
    ...indent([main, '{', ...indent(body(file)), '}']),
    '}',
  ];
  const attributes = file.assemblyAttributes.flatMap((line) => [line, '']);
  return `${[...usingLines(namespaces), '', ...attributes, ...inNamespace(file.namespace, file.isFileScoped, lines)].join('\n')}\n`;
}
