import type { TypeDeclaration } from '../../dotnet/declarations.ts';
import { type Place, placeIn, type Scope } from '../../dotnet/scope.ts';
import { lastPart, parseTypeName, type TypeName } from '../../dotnet/type-names.ts';
import { eventOfType } from '../../events/library.ts';
import { packageTextIfThere } from '../../package.ts';
import { samplesFolder } from '../../samples/catalogue.ts';
import { allSources } from '../read/base-types.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { Naming } from './context-file.ts';

/** The sample whose event is of that type of AWS's event packages. */
const samplesOf: Readonly<Record<string, string>> = {
  S3Event: 's3-event',
  SQSEvent: 'sqs-batch',
  SNSEvent: 'sns',
  KinesisEvent: 'kinesis',
  DynamoDBEvent: 'dynamodb-stream',
  ScheduledEvent: 'eventbridge-schedule',
  APIGatewayHttpApiV2ProxyRequest: 'http-api',
};

const values: Readonly<Record<string, unknown>> = {
  string: '',
  bool: false,
  char: 'a',
  DateTime: '2026-01-01T00:00:00Z',
  DateTimeOffset: '2026-01-01T00:00:00Z',
  DateOnly: '2026-01-01',
  TimeOnly: '12:00:00',
  TimeSpan: '00:00:30',
  Guid: '00000000-0000-0000-0000-000000000000',
  Uri: 'https://example.com/',
};

const numbers = /^(byte|sbyte|decimal|double|float|int|uint|nint|nuint|long|ulong|short|ushort)$/;
const lists = /^(I?(List|Enumerable|Collection|Set)|IReadOnly(List|Collection|Set)|HashSet|Queue|Stack)$/;

/** Nested types deeper than this say nothing more to who fills the event in, and neither do more values. */
const deepest = 4;
const mostValues = 2000;

/** What a sample event is made from, and how much of it there is. */
interface Making {
  readonly facts: Sources;
  readonly naming: Naming;
  values: number;
}

type Sources = Pick<ProjectFacts, 'sources' | 'referenced'> & { scope: Scope };

function nameOf(
  name: string,
  attributes: TypeDeclaration['members'][number]['attributes'],
  naming: Naming,
): string {
  const named = attributes.find((attribute) => attribute.name.endsWith('JsonPropertyName'));
  const given = named && /"([^"]*)"/.exec(named.arguments)?.[1];
  return given ?? (naming === 'camel' ? name.charAt(0).toLowerCase() + name.slice(1) : name);
}

function emptyValue(type: TypeName, place: Place, making: Making, depth: number): unknown {
  const { facts, naming } = making;
  making.values++;
  const [suffix] = type.suffixes.slice(-1);
  const name = lastPart(type);
  const [first, second] = type.arguments;
  const inner = (of: TypeName) => emptyValue(of, place, making, depth + 1);
  if (suffix === '?' && depth > 0 && name !== 'string') return null;
  if (suffix?.startsWith('[')) return [inner({ ...type, suffixes: type.suffixes.slice(0, -1) })];
  if (Object.hasOwn(values, name)) return values[name];
  if (numbers.test(name)) return 0;
  if (lists.test(name) && first) return [inner(first)];
  if (second) return {};
  const [declared] = facts.scope.find(type.name, place);
  if (!declared || depth >= deepest || making.values > mostValues) return {};
  if (declared.kind === 'enum') return 0;
  const inside = placeIn(declared, allSources(facts));
  return Object.fromEntries(
    facts.scope
      .find(type.name, place)
      .flatMap((part) =>
        part.members
          .filter(({ attributes }) => !attributes.some((attribute) => attribute.name.endsWith('JsonIgnore')))
          .map((member) => [
            nameOf(member.name, member.attributes, naming),
            emptyValue(parseTypeName(member.type), inside, making, depth + 1),
          ]),
      ),
  );
}

/** An event to begin with: AWS's own where the type is one of theirs, else the type's members with empty values. */
export function sampleEvent(
  facts: ProjectFacts,
  input: string | undefined,
  place: Place,
  naming: Naming,
): string {
  const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  if (input === undefined) return text({});
  const type = parseTypeName(input);
  const name = lastPart(type);
  if (name === 'string') return text('Hello World');
  const sample = Object.hasOwn(samplesOf, name) ? samplesOf[name] : undefined;
  const known = sample && packageTextIfThere(`${samplesFolder}/${sample}/event.json`);
  if (known !== undefined) return known;
  const isOwn = facts.scope.find(type.name, place).length > 0;
  const library = isOwn ? undefined : eventOfType(name);
  return library ? text(library.event) : text(emptyValue(type, place, { facts, naming, values: 0 }, 0));
}
