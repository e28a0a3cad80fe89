import type { Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../../dotnet/declarations.ts';
import { perSource } from '../../dotnet/source-index.ts';
import { isWeb } from '../../dotnet/web-sdk.ts';
import { lambdaRules } from './aws-code-rules.ts';
import {
  anyOf,
  argumentsOf,
  type CodeRule,
  call,
  callBelow,
  callOf,
  imports,
  using,
  whetherFile,
} from './code-rule.ts';

/** Longer text between the angle brackets is not a type argument. */
const longestArgument = 400;

/** The end of type arguments, past the bracket that closes them; undefined where none does. */
function argumentsEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < Math.min(text.length, start + longestArgument); i++) {
    const char = text[i] as string;
    if ('=;{}'.includes(char)) return undefined;
    if (char === '<') depth++;
    if (char === '>' && --depth === 0) return i + 1;
  }
  return undefined;
}

/** The names that a file declares as source-generated type information. */
const declaredTypeInfo = perSource(({ source: { text } }): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { 0: type, index } of text.matchAll(/\b(?:JsonTypeInfo|JsonSerializerContext)\b/g)) {
    const end = index + type.length;
    const start = text[end] === '<' ? argumentsEnd(text, end) : end;
    const name = start && /^\??\s+(\w+)/.exec(text.slice(start, start + longestArgument))?.[1];
    if (name) names.add(name);
  }
  return names;
});

const hasResolver = whetherFile(/TypeInfoResolver/);

/** Whether an argument carries source-generated type information, judged by its name or its declaration. */
const hasTypeInfo = (args: readonly string[], file: Declarations) =>
  args.some(
    (text) =>
      /(Context|TypeInfo)\b/.test(text) ||
      /\.Default\.\w+$/.test(text) ||
      (/options$/i.test(text) && hasResolver(file)) ||
      declaredTypeInfo(file).has(text.replace(/^\w+:\s*/, '')),
  );

/** What stands before a name, as `System.Text.Json` before `JsonSerializer`; undefined where nothing does. */
function qualifierOf(name: Node | undefined): string | undefined {
  const whole = name?.parent;
  const before = whole?.childForFieldName('name')?.id === name?.id && whole?.childForFieldName('expression');
  return before ? codeOf(before).replace(/^global::/, '') : undefined;
}

/** One row a rule. Source: "Native AOT deployment" and "Prepare libraries for trimming", Microsoft Learn. */
export const codeRules: readonly CodeRule[] = [
  {
    id: 'reflection-json',
    mentions: /JsonSerializer/,
    query: call('^JsonSerializer$', '^(Serialize|Deserialize)'),
    // The first argument is what is written or read, whatever it is called.
    // Without a namespace it is Newtonsoft's in a file that imports that: both imported would not compile.
    applies: (match, file) =>
      !hasTypeInfo(argumentsOf(match).slice(1), file) &&
      (qualifierOf(match.on) === 'System.Text.Json' || !imports(file, 'Newtonsoft')),
    problem: 'JsonSerializer works by reflection here, which is turned off in a native program',
    wayOut:
      'pass the type from a JsonSerializerContext, as in JsonSerializer.Serialize(value, FunctionJsonContext.Default.Order)',
  },
  {
    id: 'reflection-http-json',
    mentions: /(FromJson|AsJson)Async/,
    query: callOf('^(GetFromJsonAsync|PostAsJsonAsync|PutAsJsonAsync|PatchAsJsonAsync|ReadFromJsonAsync)'),
    applies: (match, file) => !hasTypeInfo(argumentsOf(match), file),
    problem:
      'the JSON methods of HttpClient work by reflection here, which is turned off in a native program',
    wayOut: 'pass the type from a JsonSerializerContext as the last argument',
  },
  {
    id: 'newtonsoft',
    mentions: /Newtonsoft/,
    query: anyOf(using('Newtonsoft\\\\.Json'), callBelow('Newtonsoft\\\\.Json\\\\.')),
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
      call('^Assembly$', '^(Load|LoadFrom|LoadFile|LoadWithPartialName|UnsafeLoadFrom)$'),
      '(object_creation_expression type: (_) @name (#match? @name "AssemblyLoadContext$")) @at',
      callOf('^LoadFromAssembly(Path|Name)$'),
    ),
    problem: 'a native program cannot load assemblies',
    wayOut: 'reference the assembly and call it directly',
  },
  {
    id: 'create-instance',
    mentions: /Activator/,
    query: call('^Activator$', '^CreateInstance$'),
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
    query: call('^Type$', '^GetType$'),
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
        '^(AddAutoMapper|AddMediatR|AddValidatorsFromAssembly|AddValidatorsFromAssemblyContaining|RegisterAssemblyTypes|RegisterServicesFromAssembly|RegisterServicesFromAssemblyContaining)',
      ),
      callOf('^(Scan|AddClasses)$'),
      callOf('^(GetTypes|GetExportedTypes|DefinedTypes)$'),
      using('AutoMapper'),
    ),
    applies: (match, file) =>
      !/^(Scan|AddClasses)$/.test(match.name?.text ?? '') ||
      imports(file, 'Scrutor') ||
      imports(file, 'Microsoft.Extensions.DependencyInjection'),
    problem: 'it finds types by scanning assemblies, where trimming has removed what no code names',
    wayOut: 'register each type by name, or map with a source generator such as Mapperly',
  },
  {
    id: 'culture',
    mentions: /CultureInfo|RegionInfo/,
    query: anyOf(
      '(object_creation_expression type: (_) @name (#match? @name "(^|\\\\.)(CultureInfo|RegionInfo)$") arguments: (argument_list) @arguments) @at',
      call('^CultureInfo$', '^(GetCultureInfo|CreateSpecificCulture|GetCultures)$'),
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
    isMootIn: (project) =>
      isWeb(project) ||
      project.evaluation.get('EnableConfigurationBindingGenerator')?.toLowerCase() === 'true',
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
      call('^DispatchProxy$', '^Create'),
      using('Castle\\\\.DynamicProxy'),
      '(object_creation_expression type: (_) @name (#match? @name "(^|\\\\.)ProxyGenerator$")) @at',
    ),
    problem: 'proxies are made at run time, which a native program cannot',
    wayOut: 'write the decorator, or generate it at build time',
  },
  ...lambdaRules,
];
