import type { Node } from '../../dotnet/csharp.ts';
import { anyOf, argumentsOf, type CodeRule, call, callOf, whetherFile } from './code-rule.ts';

/** An argument that is text already, or no body at all. */
const isText =
  /^(\$?@?"|@\$"|null$|nameof\(|string\.|HttpStatusCode\.|(System\.Text\.Json\.)?JsonSerializer\.Serialize\b)|\.ToString\([^()]*\)$/;

const setsJsonOptions = whetherFile(/\b(ConfigureHttpJsonOptions|TypeInfoResolver\w*)\b/);

/** What decides whether code runs once or with each event, by the kinds of tree-sitter's grammar. */
const runsOnce = new Set([
  'constructor_declaration',
  'field_declaration',
  'property_declaration',
  'global_statement',
]);
/** Who calls such a function, and when, is not known from here. */
const isHandedOver = new Set(['lambda_expression', 'anonymous_method_expression']);

/** Whether something is made in the body of a method other than Main. */
function isInMethod(node: Node | undefined): boolean {
  for (let at = node?.parent; at; at = at.parent) {
    if (runsOnce.has(at.type) || isHandedOver.has(at.type)) return false;
    if (at.type === 'method_declaration') return at.childForFieldName('name')?.text !== 'Main';
  }
  return false;
}

/** What behaves otherwise in AWS's libraries and in ASP.NET Core on Lambda. */
export const lambdaRules: readonly CodeRule[] = [
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
    id: 'dynamodb-context',
    mentions: /DynamoDBContext/,
    query:
      '(object_creation_expression type: (_) @name (#match? @name "(^|\\\\.)DynamoDBContext(Builder)?$")) @at',
    problem:
      'the object persistence model of DynamoDB works by reflection and loses the members that trimming removes',
    wayOut: 'use the document model or the client itself, or keep the types with DynamicDependency',
  },
  {
    id: 'snap-start',
    mentions: /SnapshotRestore/,
    query: call('^SnapshotRestore$', '^Register(BeforeSnapshot|AfterRestore)$'),
    problem: 'SnapStart is for the managed runtimes, so this is never called',
    wayOut: 'take it out, with what only a snapshot needed: a native function starts without one',
  },
  {
    id: 'annotation-body',
    mentions: /HttpResults/,
    query: call(
      '^HttpResults$',
      '^(Ok|Created|Accepted|BadRequest|NotFound|Conflict|InternalServerError|NewResult)',
    ),
    applies: (match) => argumentsOf(match).some((text) => !isText.test(text)),
    problem: 'the body is written as JSON, and its type is not visible from the signature',
    wayOut: 'add its type to the JsonSerializerContext with [JsonSerializable]',
  },
  {
    id: 'first-use',
    mentions: /\bnew [\w.]*(Amazon\w+Client|HttpClient)\b/,
    query:
      '(object_creation_expression type: (_) @name (#match? @name "(^|\\\\.)(Amazon\\\\w+Client|HttpClient)$")) @at',
    applies: (match) => isInMethod(match.at),
    isSlow: true,
    problem:
      'this client is made and connects while a request waits, with the processor time of the memory setting; before the first event there are two processors',
    wayOut:
      'make it once, in a static field or the constructor, and use it before the first event: in OnInit with the built-in runtime',
  },
  {
    id: 'endpoint-json',
    mentions: /\bMap(Get|Post|Put|Delete|Patch|Methods)\b/,
    query: call('^WebApplication$', '^Create(Slim)?Builder$'),
    applies: (_, file) => !setsJsonOptions(file),
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
