import type { Node } from '../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../dotnet/declarations.ts';

/** Something in C# that compiles and then fails, or behaves otherwise, in a native program. */
export interface CodeRule {
  readonly id: string;
  /** What a file has in it that the rule finds something in: a query takes 25 ms to compile. */
  readonly mentions: RegExp;
  /** A tree-sitter query; the node captured as `at` is where the warning points. */
  readonly query: string;
  /** What no query can say: whether a match is one after all. */
  readonly applies?: (match: Readonly<Record<string, Node>>, file: Declarations) => boolean;
  readonly problem: string;
  readonly wayOut: string;
}

const call = (on: string, name: string) => `(invocation_expression
  function: (member_access_expression expression: (_) @on (#match? @on "${on}") name: (_) @name (#match? @name "${name}"))
  arguments: (argument_list) @arguments) @at`;

const callOf = (name: string) => `(invocation_expression
  function: (member_access_expression name: (_) @name (#match? @name "${name}"))
  arguments: (argument_list) @arguments) @at`;

const using = (namespace: string) => `(using_directive (_) @name (#match? @name "^${namespace}")) @at`;

const anyOf = (...queries: readonly string[]) => queries.join('\n');

const argumentsOf = (match: Readonly<Record<string, Node>>) =>
  (match.arguments?.namedChildren ?? []).map((argument) => codeOf(argument));

const imports = (file: Declarations, namespace: string) =>
  file.usings.some(({ name }) => name === namespace || name.startsWith(`${namespace}.`));

/** Whether an argument carries source-generated type information, judged by its name. */
const hasTypeInfo = (match: Readonly<Record<string, Node>>) =>
  argumentsOf(match).some((text) => /(Context|TypeInfo)\b/.test(text) || /\.Default\.\w+$/.test(text));

/** An argument that is text already, or no body at all. */
const isText =
  /^(\$?@?"|@\$"|null$|nameof\(|string\.|HttpStatusCode\.|(System\.Text\.Json\.)?JsonSerializer\.Serialize\b)|\.ToString\([^()]*\)$/;

/** One row a rule. Source: "Native AOT deployment" and "Prepare libraries for trimming", Microsoft Learn. */
export const codeRules: readonly CodeRule[] = [
  {
    id: 'reflection-json',
    mentions: /JsonSerializer/,
    query: call('(^|\\\\.)JsonSerializer$', '^(Serialize|Deserialize)'),
    applies: (match, file) => !hasTypeInfo(match) && !imports(file, 'Newtonsoft'),
    problem: 'JsonSerializer works by reflection here, which is turned off in a native program',
    wayOut:
      'pass the type from a JsonSerializerContext, as in JsonSerializer.Serialize(value, FunctionJsonContext.Default.Order)',
  },
  {
    id: 'reflection-http-json',
    mentions: /(FromJson|AsJson)Async/,
    query: callOf('^(GetFromJsonAsync|PostAsJsonAsync|PutAsJsonAsync|PatchAsJsonAsync|ReadFromJsonAsync)'),
    applies: (match) => !hasTypeInfo(match),
    problem:
      'the JSON methods of HttpClient work by reflection here, which is turned off in a native program',
    wayOut: 'pass the type from a JsonSerializerContext as the last argument',
  },
  {
    id: 'newtonsoft',
    mentions: /Newtonsoft/,
    query: anyOf(using('Newtonsoft\\\\.Json'), call('^Newtonsoft\\\\.Json\\\\.', '.')),
    problem: 'Newtonsoft.Json works by reflection and loses the members that trimming removes',
    wayOut:
      'move to System.Text.Json with a JsonSerializerContext, or keep the types with TrimmerRootDescriptor',
  },
  {
    id: 'dynamic',
    mentions: /\bdynamic\b/,
    query: anyOf(
      '(variable_declaration type: (_) @at (#eq? @at "dynamic"))',
      '(parameter type: (_) @at (#eq? @at "dynamic"))',
      '(property_declaration type: (_) @at (#eq? @at "dynamic"))',
      '(method_declaration returns: (_) @at (#eq? @at "dynamic"))',
      '(cast_expression type: (_) @at (#eq? @at "dynamic"))',
      '(type_argument_list (identifier) @at (#eq? @at "dynamic"))',
    ),
    problem: '"dynamic" compiles code at run time, which a native program cannot',
    wayOut: 'name the type, or read it as JsonElement or JsonNode',
  },
  {
    id: 'reflection-emit',
    mentions: /Reflection\.Emit|DynamicMethod|AssemblyBuilder/,
    query: anyOf(
      using('System\\\\.Reflection\\\\.Emit'),
      '(object_creation_expression type: (_) @name (#match? @name "(DynamicMethod|AssemblyBuilder)$")) @at',
      call('AssemblyBuilder$', '^DefineDynamicAssembly'),
    ),
    problem: 'Reflection.Emit makes code at run time, which a native program cannot',
    wayOut: 'write the code, or generate it at build time with a source generator',
  },
  {
    id: 'assembly-load',
    mentions: /Assembly/,
    query: anyOf(
      call('(^|\\\\.)Assembly$', '^(Load|LoadFrom|LoadFile|LoadWithPartialName|UnsafeLoadFrom)$'),
      '(object_creation_expression type: (_) @name (#match? @name "AssemblyLoadContext$")) @at',
      callOf('^LoadFromAssembly(Path|Name)$'),
    ),
    problem: 'a native program cannot load assemblies',
    wayOut: 'reference the assembly and call it directly',
  },
  {
    id: 'create-instance',
    mentions: /Activator/,
    query: call('(^|\\\\.)Activator$', '^CreateInstance$'),
    applies: (match) => {
      const [first = ''] = argumentsOf(match);
      return first !== '' && !first.startsWith('typeof(');
    },
    problem: 'the type is only known at run time, and trimming may have removed it',
    wayOut: 'call the constructor, keep a table of factories, or keep the type with DynamicDependency',
  },
  {
    id: 'type-by-name',
    mentions: /Type\s*\.\s*GetType/,
    query: call('(^|\\\\.)Type$', '^GetType$'),
    applies: (match) => !/^@?"/.test(argumentsOf(match)[0] ?? ''),
    problem:
      'the type is looked up by a name that is only known at run time, and trimming may have removed it',
    wayOut: 'use typeof, keep a table of types, or keep the type with DynamicDependency',
  },
  {
    id: 'generics-at-run-time',
    mentions: /MakeGeneric/,
    query: callOf('^(MakeGenericType|MakeGenericMethod)$'),
    problem: 'generic code for types that are only known at run time may not exist in a native program',
    wayOut: 'write the instantiations out, or choose among them in a switch',
  },
  {
    id: 'assembly-scanning',
    mentions: /AutoMapper|MediatR|Assembl|Scan|AddClasses|GetTypes|GetExportedTypes|DefinedTypes/,
    query: anyOf(
      callOf(
        '^(AddAutoMapper|AddMediatR|AddValidatorsFromAssembly|AddValidatorsFromAssemblyContaining|Scan|AddClasses|RegisterAssemblyTypes|RegisterServicesFromAssembly|RegisterServicesFromAssemblyContaining)',
      ),
      callOf('^(GetTypes|GetExportedTypes|DefinedTypes)$'),
      using('AutoMapper'),
    ),
    applies: (match, file) =>
      !/^(Scan|AddClasses)$/.test(match.name?.text ?? '') ||
      imports(file, 'Scrutor') ||
      imports(file, 'Microsoft.Extensions.DependencyInjection'),
    problem: 'it finds types by scanning assemblies, where trimming has removed what nobody names',
    wayOut: 'register each type by name, or map with a source generator such as Mapperly',
  },
  {
    id: 'mvc',
    mentions: /AddControllers|AddMvc|RazorPages|MapControllers|ControllerBase|Controller\b|PageModel/,
    query: anyOf(
      callOf('^(AddControllers|AddControllersWithViews|AddMvc|AddRazorPages|MapControllers|MapRazorPages)$'),
      '(base_list (_) @at (#match? @at "^(ControllerBase|Controller|PageModel)$"))',
    ),
    problem: 'MVC and Razor Pages do not run natively',
    wayOut: 'move the actions to minimal APIs (MapGet, MapPost) with CreateSlimBuilder',
  },
  {
    id: 'culture',
    mentions: /CultureInfo|RegionInfo/,
    query: anyOf(
      '(object_creation_expression type: (_) @name (#match? @name "(^|\\\\.)(CultureInfo|RegionInfo)$") arguments: (argument_list) @arguments) @at',
      call('(^|\\\\.)CultureInfo$', '^(GetCultureInfo|CreateSpecificCulture|GetCultures)$'),
    ),
    applies: (match) => !/^(""|string\.Empty|)$/.test(argumentsOf(match)[0] ?? ''),
    problem:
      'there is no culture data (InvariantGlobalization), so a named culture throws CultureNotFoundException',
    wayOut: 'use CultureInfo.InvariantCulture, or format by hand',
  },
  {
    id: 'binary-formatter',
    mentions: /BinaryFormatter|XmlSerializer|DataContract|JavaScriptSerializer/,
    query:
      '(object_creation_expression type: (_) @name (#match? @name "(^|\\\\.)(BinaryFormatter|XmlSerializer|DataContractSerializer|DataContractJsonSerializer|JavaScriptSerializer)$")) @at',
    problem: 'this serializer works by reflection and loses the members that trimming removes',
    wayOut: 'use System.Text.Json with a JsonSerializerContext, or XmlReader and XmlWriter',
  },
  {
    id: 'configuration-binding',
    mentions: /Microsoft\.Extensions\.Configuration/,
    query: callOf('^(Bind|Configure|Get)$|^(Configure|Get)<'),
    applies: (match, file) => {
      const written = codeOf(match.name ?? null);
      const binds = /^(Bind|(Configure|Get)<)/.test(written);
      return binds && imports(file, 'Microsoft.Extensions.Configuration');
    },
    problem: 'configuration is bound by reflection, and trimming may have removed the members',
    wayOut: 'set EnableConfigurationBindingGenerator to true in the project file',
  },
  {
    id: 'compiled-expression',
    mentions: /Linq\.Expressions/,
    query: callOf('^Compile(Fast)?$'),
    applies: (_, file) => imports(file, 'System.Linq.Expressions'),
    problem: 'a compiled expression is interpreted in a native program: right, but many times slower',
    wayOut: 'write a delegate instead',
  },
  {
    id: 'proxies',
    mentions: /DispatchProxy|DynamicProxy|ProxyGenerator/,
    query: anyOf(
      call('(^|\\\\.)DispatchProxy$', '^Create'),
      using('Castle\\\\.DynamicProxy'),
      '(object_creation_expression type: (_) @name (#match? @name "(^|\\\\.)ProxyGenerator$")) @at',
    ),
    problem: 'proxies are made at run time, which a native program cannot',
    wayOut: 'write the decorator, or generate it at build time',
  },
  {
    id: 'snap-start',
    mentions: /SnapshotRestore/,
    query: call('(^|\\.)SnapshotRestore$', '^Register(BeforeSnapshot|AfterRestore)$'),
    problem: 'SnapStart is for the managed runtimes, so this is never called',
    wayOut: 'take it out, with what only a snapshot needed: a native function starts without one',
  },
  {
    id: 'annotation-body',
    mentions: /HttpResults/,
    query: call(
      '(^|\\\\.)HttpResults$',
      '^(Ok|Created|Accepted|BadRequest|NotFound|Conflict|InternalServerError|NewResult)',
    ),
    applies: (match) => argumentsOf(match).some((text) => !isText.test(text)),
    problem: 'the body is written as JSON, and its type is not visible from the signature',
    wayOut: 'add its type to the JsonSerializerContext with [JsonSerializable]',
  },
  {
    id: 'endpoint-json',
    mentions: /\bMap(Get|Post|Put|Delete|Patch|Methods)\b/,
    query: call('(^|\\.)WebApplication$', '^Create(Slim|Empty)?Builder$'),
    applies: (_, file) => !/\b(ConfigureHttpJsonOptions|TypeInfoResolver\w*)\b/.test(file.source.text),
    problem: 'endpoints read and write JSON by reflection, which is turned off in a native program',
    wayOut:
      'register a JsonSerializerContext: builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, YourContext.Default))',
  },
  {
    id: 'aspnet-lambda-serializer',
    mentions: /AddAWSLambdaHosting/,
    query: callOf('^AddAWSLambdaHosting$'),
    applies: (match) => argumentsOf(match).length < 2,
    problem:
      'ASP.NET Core hosting reads and writes events with a reflection-based serializer unless it is given one',
    wayOut:
      'pass new SourceGeneratorLambdaJsonSerializer<YourContext>() with the event types as the second argument',
  },
];
