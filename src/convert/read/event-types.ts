import { parseTypeName } from '../../dotnet/type-names.ts';
import { sharedNames, type WrittenType } from './json-types.ts';

/**
 * Types inside of those of AWS's event packages, by what contains them, whose names others of them have too: no source
 * here declares them. Source: the classes of the packages Amazon.Lambda.*Events.
 */
const innerTypes: Readonly<Record<string, readonly string[]>> = {
  APIGatewayProxyRequest: ['ProxyRequestContext'],
  APIGatewayHttpApiV2ProxyRequest: ['ProxyRequestContext'],
  SQSEvent: ['MessageAttribute'],
  SNSEvent: ['MessageAttribute'],
  KinesisFirehoseEvent: ['FirehoseRecord', 'IList<FirehoseRecord>'],
  KinesisFirehoseResponse: ['FirehoseRecord', 'IList<FirehoseRecord>'],
};

const lastName = (key: string) => key.split('.').at(-1) as string;

/** `FirehoseRecord` of KinesisFirehoseEvent, and a list of them, as a generated file writes them. */
function innerType(outer: WrittenType, name: string): WrittenType {
  const {
    arguments: [argument],
    name: own,
  } = parseTypeName(name);
  const inner = `${outer.text}.${argument?.name ?? own}`;
  const key = `${outer.key}.${argument?.name ?? own}`;
  const text = argument ? `${own}<${inner}>` : inner;
  return {
    text,
    declared: text,
    key: argument ? `System.Collections.Generic.${own}<${key}>` : key,
    namespaces: [...outer.namespaces, ...(argument ? ['System.Collections.Generic'] : [])],
    infoName: argument ? `${own}${argument.name}` : own,
  };
}

/** The inner types of events that are used together and that would share the name of a property of the context. */
export function sharingEventTypes(roots: readonly WrittenType[]): WrittenType[] {
  const unique = [...new Map(roots.map((type) => [type.key, type])).values()];
  const inner = unique.flatMap((outer) => {
    const own = /^Amazon\.Lambda\./.test(outer.key) ? lastName(outer.key) : '';
    return Object.hasOwn(innerTypes, own)
      ? (innerTypes[own] ?? []).map((name) => innerType(outer, name))
      : [];
  });
  const shared = sharedNames(inner);
  return inner.filter(({ infoName }) => shared.has(infoName));
}
