import { fullName, type TypeDeclaration } from '../../dotnet/declarations.ts';
import type { Place, Scope } from '../../dotnet/scope.ts';
import {
  formatTypeName,
  lastPart,
  parseTypeName,
  type TypeName,
  valueKeywords,
} from '../../dotnet/type-names.ts';

import { eventNamespaces } from './event-inner-types.ts';

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

/** Collections that have no type arguments and hold objects: generic ones of some of these names are others. */
const untyped =
  'ArrayList|Hashtable|SortedList|Queue|Stack|IList|ICollection|IEnumerable|IDictionary|DictionaryEntry';
const untypedCollection = new RegExp(`^(${untyped})$`);
const holdsObject = new RegExp(
  `(?<![\\w@.])(object|System\\.Collections\\.(${untyped})|(System\\.Dynamic\\.)?ExpandoObject)(?![\\w<.])`,
);

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

/** The elements of a tuple that it has itself; those after them are in a tuple of their own, its last argument. */
const tupleElements = 7;

/** A tuple as the generic type that it is. */
function tupleType({ arguments: elements, ...type }: TypeName): TypeName {
  const rest = elements.slice(tupleElements);
  const more = rest.length === 0 ? [] : [tupleType({ name: '(', arguments: rest, suffixes: [] })];
  return { ...type, name: 'ValueTuple', arguments: [...elements.slice(0, tupleElements), ...more] };
}

/**
 * The property of a context that describes a type.
 * Source: SourceGenTypeInfoPropertyName of the System.Text.Json source generator.
 */
export function infoNameOf(written: TypeName): string {
  const type = written.name === '(' ? tupleType(written) : written;
  const own = keywordNames.get(type.name) ?? lastPart(type).replace('@', '');
  const base =
    type.nested === undefined ? own + type.arguments.map(infoNameOf).join('') : infoNameOf(type.nested);
  return type.suffixes.reduce((name, suffix) => {
    if (suffix === '?') return `Nullable${name}`;
    return suffix.startsWith('[') ? `${name}Array${suffix.length > 2 ? suffix.length - 1 : ''}` : name;
  }, base);
}

/** The namespace of a type of AWS's event packages; of several the one that is imported there. */
function eventNamespace(name: string, { file }: Place): string | undefined {
  const found = eventNamespaces(name);
  const imported = found.filter((namespace) => file.usings.some((using) => using.name === namespace));
  const [only, ...others] = imported.length > 0 ? imported : found;
  return others.length === 0 ? only : undefined;
}

const isValueType = (declared: readonly TypeDeclaration[], name: string) =>
  valueKeywords.has(name) ||
  name === '(' ||
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

  function lookUp(type: TypeName, place: Place): { text: string; key: string; namespaces: string[] } {
    const name = type.name === 'dynamic' ? 'object' : type.name;
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
    const isUntyped =
      type.arguments.length === 0 &&
      untypedCollection.test(expanded) &&
      place.file.usings.some((using) => using.name === 'System.Collections');
    const known = isUntyped
      ? 'System.Collections'
      : (knownNamespaces.find(([pattern]) => pattern.test(head))?.[1] ?? eventNamespace(head, place));
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
      const found = lookUp(of, place);
      for (const needed of found.namespaces) namespaces.add(needed);
      return found.text;
    };
    const text = formatTypeName(type, name);
    const declared = formatTypeName(whole, name);
    const key = formatTypeName(type, (of) => lookUp(of, place).key);
    return {
      text,
      declared,
      key,
      namespaces: [...namespaces].sort(),
      infoName: infoNameOf(parseTypeName(text)),
    };
  }
}

/** Whether a type holds values of any type: `object`, or what has it as an argument, or an untyped collection. */
export const holdsObjects = ({ key }: Pick<WrittenType, 'key'>) => holdsObject.test(key);

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
