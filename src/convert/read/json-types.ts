import { fullName, type TypeDeclaration } from '../../dotnet/declarations.ts';
import type { Place, Scope } from '../../dotnet/scope.ts';
import {
  formatTypeName,
  lastPart,
  parseTypeName,
  type TypeName,
  valueKeywords,
} from '../../dotnet/type-names.ts';

/** A type as a generated file writes it. */
export interface WrittenType {
  /** As C# in a file of the project's own namespace, fit for `typeof`. */
  readonly text: string;
  /** The same with the `?` that the handler has. */
  readonly declared: string;
  /** The same with every known namespace: equal for equal types. */
  readonly key: string;
  /** The namespaces that `text` needs. */
  readonly namespaces: readonly string[];
  /** The property of a JsonSerializerContext that describes it: `ListOrder`, `Int32`. */
  readonly infoName: string;
}

/** Types that no source declares, by the namespace that they are in; the first match counts. */
const knownNamespaces: readonly (readonly [RegExp, string])[] = [
  [
    /^(I?(List|Dictionary|Enumerable|Collection|Set)|IReadOnly(List|Dictionary|Collection|Set)|HashSet|Sorted\w+|Queue|Stack|LinkedList|KeyValuePair)$/,
    'System.Collections.Generic',
  ],
  [/^(DateTime|DateTimeOffset|DateOnly|TimeOnly|TimeSpan|Guid|Uri|Version)$/, 'System'],
  [/^(Memory)?Stream$/, 'System.IO'],
  [/^Json(Element|Document)$/, 'System.Text.Json'],
  [/^Json(Node|Object|Array|Value)$/, 'System.Text.Json.Nodes'],
  [/^APIGateway/, 'Amazon.Lambda.APIGatewayEvents'],
  [/^ApplicationLoadBalancer/, 'Amazon.Lambda.ApplicationLoadBalancerEvents'],
  [/^S3(Event|ObjectLambdaEvent)$/, 'Amazon.Lambda.S3Events'],
  [/^SQS(Event|BatchResponse)$/, 'Amazon.Lambda.SQSEvents'],
  [/^SNSEvent$/, 'Amazon.Lambda.SNSEvents'],
  [/^DynamoDB(TimeWindow)?Event$|^DynamoDBTimeWindowResponse$/, 'Amazon.Lambda.DynamoDBEvents'],
  [/^Kinesis(TimeWindow)?Event$/, 'Amazon.Lambda.KinesisEvents'],
  [/^KinesisFirehose/, 'Amazon.Lambda.KinesisFirehoseEvents'],
  [/^ScheduledEvent$/, 'Amazon.Lambda.CloudWatchEvents.ScheduledEvents'],
  [/^CloudWatchEvent$/, 'Amazon.Lambda.CloudWatchEvents'],
  [/^CloudWatchLogsEvent$/, 'Amazon.Lambda.CloudWatchLogsEvents'],
  [/^Cognito/, 'Amazon.Lambda.CognitoEvents'],
  [/^KafkaEvent$/, 'Amazon.Lambda.KafkaEvents'],
];

/** Namespaces that hold nothing which goes through JSON. */
const withoutTypes =
  /^(System\.(Linq|Threading\.Tasks)|Amazon\.Lambda\.(Core|RuntimeSupport|Annotations|Serialization)(\..*)?)$/;

/** What System.Text.Json calls a type that has a keyword. */
const keywordNames: ReadonlyMap<string, string> = new Map([
  ['bool', 'Boolean'],
  ['byte', 'Byte'],
  ['sbyte', 'SByte'],
  ['char', 'Char'],
  ['decimal', 'Decimal'],
  ['double', 'Double'],
  ['float', 'Single'],
  ['int', 'Int32'],
  ['uint', 'UInt32'],
  ['long', 'Int64'],
  ['ulong', 'UInt64'],
  ['short', 'Int16'],
  ['ushort', 'UInt16'],
  ['string', 'String'],
  ['object', 'Object'],
  ['dynamic', 'Object'],
]);

/** Source: SourceGenTypeInfoPropertyName of the System.Text.Json source generator. */
function infoNameOf(type: TypeName): string {
  const own = keywordNames.get(type.name) ?? lastPart(type).replace('@', '');
  const base =
    type.nested === undefined ? own + type.arguments.map(infoNameOf).join('') : infoNameOf(type.nested);
  return type.suffixes.reduce((name, suffix) => {
    if (suffix === '?') return `Nullable${name}`;
    return suffix.startsWith('[') ? `${name}Array${suffix.length > 2 ? suffix.length - 1 : ''}` : name;
  }, base);
}

const isValueType = (declared: readonly TypeDeclaration[], name: string) =>
  valueKeywords.has(name) ||
  declared.some(({ kind }) => kind === 'struct' || kind === 'enum' || kind === 'record struct') ||
  /^(System\.)?(DateTime|DateTimeOffset|DateOnly|TimeOnly|TimeSpan|Guid)$/.test(name);

/** Whether a type crosses Lambda's edge as bytes, so that no JSON is involved. */
export const isStream = (type: string) => /^(System\.IO\.)?Stream\??$/.test(type);

/**
 * Writes types that are used at some place for a file in another namespace: names resolved the way the compiler
 * would, `?` dropped where it says nothing to `typeof`.
 */
export function typeWriter(scope: Scope, namespace: string) {
  const inNamespace = (other: string) =>
    other === '' || namespace === other || namespace.startsWith(`${other}.`);

  function lookUp(name: string, place: Place): { text: string; key: string; namespaces: string[] } {
    const [declared] = scope.find(name, place);
    if (declared) {
      const whole = fullName(declared);
      if (scope.isAmbiguous(declared, namespace)) return { text: whole, key: whole, namespaces: [] };
      const text = [...declared.containers, declared.name].join('.');
      return {
        text,
        key: whole,
        namespaces: inNamespace(declared.namespace) ? [] : [declared.namespace],
      };
    }
    const expanded = scope.expandAlias(name, place);
    if (expanded.includes('.') && expanded !== name) return { text: expanded, key: expanded, namespaces: [] };
    // The first part decides: S3Event.S3EventNotificationRecord is nested in S3Event.
    const [head] = expanded.split('.') as [string];
    const known = knownNamespaces.find(([pattern]) => pattern.test(head))?.[1];
    if (known) return { text: expanded, key: `${known}.${expanded}`, namespaces: [known] };
    if (keywordNames.has(expanded) || /^(System|Amazon|Microsoft)\./.test(expanded)) {
      return { text: expanded, key: expanded, namespaces: [] };
    }
    const imports = place.file.usings.filter(
      (u) => !u.isStatic && u.alias === undefined && !u.isGlobal && !withoutTypes.test(u.name),
    );
    return { text: expanded, key: expanded, namespaces: imports.map((u) => u.name) };
  }

  function strip(type: TypeName, place: Place): TypeName {
    const [first, ...rest] = type.suffixes;
    const keeps = isValueType(scope.find(type.name, place), type.name);
    const suffixes = first === '?' && !keeps ? rest : type.suffixes;
    return { ...type, suffixes, arguments: type.arguments.map((argument) => strip(argument, place)) };
  }

  const known = new WeakMap<Place, Map<string, WrittenType>>();
  return (written: string, place: Place): WrittenType => {
    const there = known.get(place) ?? new Map<string, WrittenType>();
    known.set(place, there);
    const found = there.get(written) ?? writeAt(written, place);
    there.set(written, found);
    return found;
  };

  function writeAt(written: string, place: Place): WrittenType {
    const whole = parseTypeName(written);
    const type = strip(whole, place);
    const namespaces = new Set<string>();
    const name = (of: TypeName) => {
      const found = lookUp(of.name === 'dynamic' ? 'object' : of.name, place);
      for (const needed of found.namespaces) namespaces.add(needed);
      return found.text;
    };
    const text = formatTypeName(type, name);
    const declared = formatTypeName(whole, name);
    const key = formatTypeName(type, (of) => lookUp(of.name, place).key);
    return {
      text,
      declared,
      key,
      namespaces: [...namespaces].sort(),
      infoName: infoNameOf(parseTypeName(text)),
    };
  }
}

/** A type of a context with the name of its property there. */
export type ContextType = WrittenType & { readonly renamed: boolean };

/** A name for the property of a type that others share theirs with. */
export const renamed = ({ key }: WrittenType) => ({ renamed: true, infoName: key.replaceAll(/\W+/g, '') });

/** The properties' names that types with different keys share. */
export function sharedNames(types: readonly WrittenType[]): ReadonlySet<string> {
  const keys = new Map<string, string>();
  const shared = new Set<string>();
  for (const { infoName, key } of types) {
    const first = keys.get(infoName);
    if (first === undefined) keys.set(infoName, key);
    else if (first !== key) shared.add(infoName);
  }
  return shared;
}

/** The types of a context: none twice, none under another's property name. */
export function contextTypes(types: readonly WrittenType[]): ContextType[] {
  const unique = [...new Map(types.toReversed().map((type) => [type.key, type])).values()].reverse();
  const shared = sharedNames(unique);
  return unique
    .map((type) => {
      const clash = shared.has(type.infoName);
      return clash ? { ...type, ...renamed(type) } : { ...type, renamed: false };
    })
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}
