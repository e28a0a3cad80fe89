import { isOlder } from '../../dotnet/packages.ts';
import {
  formatTypeName,
  lastPart,
  parseTypeName,
  type TypeName,
  valueKeywords,
} from '../../dotnet/type-names.ts';
import { eventMemberTypes, eventTypesSince } from './event-inner-types.ts';
import { infoNameOf, type WrittenType } from './json-types.ts';

const isOwn = ({ name, arguments: args }: TypeName) =>
  args.length === 0 && name !== 'string' && !valueKeywords.has(name);

/** Where a type of an event package stands, and how a generated file writes what is before its name. */
interface Surroundings {
  readonly namespace: string;
  readonly written: string;
  readonly namespaces: readonly string[];
}

function typeIn({ namespace, written, namespaces }: Surroundings, type: TypeName): WrittenType {
  const text = formatTypeName(type, (part) => (isOwn(part) ? `${written}${part.name}` : part.name));
  const isGeneric = type.arguments.length > 0;
  const generic = 'System.Collections.Generic';
  const key = formatTypeName(type, (part) => {
    if (isOwn(part)) return `${namespace}.${part.name}`;
    return part.arguments.length > 0 ? `${generic}.${part.name}` : part.name;
  });
  return {
    text,
    declared: text,
    key,
    namespaces: isGeneric ? [...namespaces, generic] : namespaces,
    infoName: infoNameOf(type),
  };
}

/** The type itself and its arguments, down to the innermost. */
const withArguments = (type: TypeName): TypeName[] => [type, ...type.arguments.flatMap(withArguments)];

/**
 * The types that AWS's event types among these lead to: no source here declares them.
 * @param versionOf the version of a package that the project asks for; undefined where that is not known.
 */
export function innerEventTypes(
  roots: Iterable<WrittenType>,
  versionOf: (packageId: string) => string | undefined,
): WrittenType[] {
  const found = new Map<string, WrittenType>();
  const queue = [...roots];
  for (let outer = queue.pop(); outer !== undefined; outer = queue.pop()) {
    const { name } = parseTypeName(outer.key);
    const namespace = name.slice(0, name.lastIndexOf('.'));
    const written = parseTypeName(outer.text).name;
    const before = written.slice(0, written.lastIndexOf('.') + 1);
    const least = eventTypesSince(namespace);
    const version = versionOf(namespace);
    if (least !== undefined && version !== undefined && isOlder(version, least)) continue;
    for (const member of eventMemberTypes(name)) {
      const surroundings = { namespace, written: before, namespaces: outer.namespaces };
      for (const type of withArguments(parseTypeName(member))) {
        const inner = typeIn(surroundings, type);
        if (found.has(inner.key) || !inner.key.includes(`${namespace}.`)) continue;
        found.set(inner.key, inner);
        queue.push(inner);
      }
    }
  }
  return [...found.values()];
}

const openResponses: Readonly<Record<string, string>> = {
  APIGatewayCustomAuthorizerResponse: 'Context',
  APIGatewayCustomAuthorizerV2IamResponse: 'Context',
  APIGatewayCustomAuthorizerV2SimpleResponse: 'Context',
  CognitoPreTokenGenerationV2Event: 'ClaimsToAddOrOverride',
  CognitoPreTokenGenerationV2Response: 'ClaimsToAddOrOverride',
};

/**
 * The member in which a type of AWS's event packages holds values of any type that the function sets; undefined for one
 * that holds none. Source: as of the types of their members.
 */
export function openEventMember({ key }: Pick<WrittenType, 'key'>): string | undefined {
  const { name } = parseTypeName(key);
  const own = lastPart({ name });
  return name.startsWith('Amazon.Lambda.') && Object.hasOwn(openResponses, own)
    ? openResponses[own]
    : undefined;
}
