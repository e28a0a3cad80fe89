import type { CSharpParser, Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../../dotnet/declarations.ts';
import { type Edit, lineOf, wholeLines } from '../../dotnet/splice.ts';
import { lastNameOf } from '../../dotnet/syntax.ts';
import { lastPart, parseTypeName } from '../../dotnet/type-names.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import type { Naming } from '../plan/context-file.ts';
import { lineageOf } from './base-types.ts';
import { shown } from './locate.ts';
import type { ProjectFacts } from './project-model.ts';

/** A serializer that the code names, in an attribute or in a `new`. */
export interface SerializerUse {
  readonly file: Declarations;
  readonly kind: 'reflection' | 'newtonsoft' | 'generated' | 'custom';
  readonly naming: Naming;
  /** The type as written. */
  readonly typeNode: Node;
  /** The [LambdaSerializer(…)] that it stands in. */
  readonly attribute: Node | undefined;
  /** The context of a source-generated one. */
  readonly context: string | undefined;
}

/** AWS's serializers by their simple names. */
const serializers: Readonly<Record<string, { kind: SerializerUse['kind']; naming: Naming }>> = {
  DefaultLambdaJsonSerializer: { kind: 'reflection', naming: 'default' },
  LambdaJsonSerializer: { kind: 'reflection', naming: 'default' },
  CamelCaseLambdaJsonSerializer: { kind: 'reflection', naming: 'camel' },
  SourceGeneratorLambdaJsonSerializer: { kind: 'generated', naming: 'default' },
};

const newtonsoft = 'Amazon.Lambda.Serialization.Json';

const attributesQuery = '(attribute name: (_) @name (attribute_argument_list) @arguments) @attribute';
const creationsQuery = '(object_creation_expression type: (_) @type)';

function classify(
  file: Declarations,
  typeNode: Node,
): Pick<SerializerUse, 'kind' | 'naming' | 'context'> | undefined {
  const name = lastNameOf(typeNode);
  const isCandidate = Object.hasOwn(serializers, name) || name === 'JsonSerializer';
  if (!isCandidate) return undefined;
  const type = parseTypeName(codeOf(typeNode));
  const known = Object.hasOwn(serializers, name) ? serializers[name] : undefined;
  if (known) {
    const [context] = type.arguments;
    return { ...known, context: known.kind === 'generated' ? context?.name : undefined };
  }
  return isNewtonsofts(file, type.name)
    ? { kind: 'newtonsoft', naming: 'default', context: undefined }
    : undefined;
}

/** Whether a type's name, without arguments, is that of AWS's serializer on Newtonsoft.Json. */
const isNewtonsofts = ({ usings }: Declarations, name: string) =>
  name === `${newtonsoft}.JsonSerializer` ||
  (name === 'JsonSerializer' && usings.some((using) => using.name === newtonsoft));

/** Whether a type's name, without arguments, is that of one of AWS's serializers there. */
export const isAwsSerializer = (file: Declarations, name: string): boolean =>
  Object.hasOwn(serializers, lastPart({ name })) || isNewtonsofts(file, name);

/** What is said of a serializer that stays, `what` being its place and name. */
export const keptRemark = (what: string) =>
  `${what} stays; it has to do without reflection, or the function fails when it is invoked.`;

const isReflectiveBase = (base: string) => {
  const name = lastPart(parseTypeName(base));
  return (
    (Object.hasOwn(serializers, name) && serializers[name]?.kind === 'reflection') ||
    name === 'JsonSerializer'
  );
};

/**
 * The project's only serializer where it is neither one of AWS's nor derives from one that works by reflection: the
 * entry point can make it as AWS's runtime did.
 */
export function keptSerializer(
  facts: ProjectFacts,
  uses: readonly SerializerUse[],
): SerializerUse | undefined {
  const [only, ...others] = uses;
  if (!only || others.length > 0 || only.kind !== 'custom') return undefined;
  const place = { file: only.file, namespace: '', containers: [] };
  const declared = facts.scope.find(parseTypeName(codeOf(only.typeNode)).name, place);
  const bases = lineageOf(facts, declared).flatMap(({ type }) => type.bases);
  return bases.some(isReflectiveBase) ? undefined : only;
}

const knownUses = new WeakMap<ProjectFacts['sources'], readonly SerializerUse[]>();

/**
 * Every place where the project names a serializer for Lambda; looked for once, since each file is searched.
 * @throws UserError when a file does so too often.
 */
export function serializerUses(facts: ProjectFacts): readonly SerializerUse[] {
  const uses = knownUses.get(facts.sources) ?? serializersIn(facts.parser, facts.sources);
  knownUses.set(facts.sources, uses);
  return uses;
}

/** Every place where these sources name a serializer for Lambda. @throws UserError when a file does so too often. */
export function serializersIn(parser: CSharpParser, sources: readonly Declarations[]): SerializerUse[] {
  return sources.flatMap((file) => {
    if (!file.source.text.includes('Serializer')) return [];
    const attributes = parser.match(attributesQuery, file.source.root).flatMap((match): SerializerUse[] => {
      const name = codeOf(match.name ?? null)
        .split('.')
        .at(-1);
      if (name !== 'LambdaSerializer' && name !== 'LambdaSerializerAttribute') return [];
      const [typeOf] = match.arguments?.descendantsOfType('typeof_expression') ?? [];
      const typeNode = typeOf?.childForFieldName('type');
      if (!typeNode) return [];
      const found = classify(file, typeNode) ?? { kind: 'custom', naming: 'default', context: undefined };
      return [{ file, typeNode, attribute: match.attribute, ...found }];
    });
    const creations = parser.match(creationsQuery, file.source.root).flatMap((match): SerializerUse[] => {
      const typeNode = match.type as Node;
      const found = classify(file, typeNode);
      return found ? [{ file, typeNode, attribute: undefined, ...found }] : [];
    });
    checkLimit(file.source.path, parseLimits.registrations, attributes.length + creations.length);
    return [...attributes, ...creations];
  });
}

/** Whether a serializer of AWS's works by reflection. */
export const isReflective = ({ kind }: Pick<SerializerUse, 'kind'>) =>
  kind === 'reflection' || kind === 'newtonsoft';

/** How the old serializer named properties. */
export function namingOf(uses: readonly SerializerUse[]): Naming {
  return uses.some(({ naming }) => naming === 'camel') ? 'camel' : 'default';
}

/** Replaces what only reflection can do by the source-generated serializer of that context. */
export function replaceSerializer(use: SerializerUse, replacement: string): Edit[] {
  const { typeNode } = use;
  if (!isReflective(use)) return [];
  return [{ start: typeNode.startIndex, end: typeNode.endIndex, text: replacement }];
}

const templateComment = /^\/\/ Assembly attribute to enable the Lambda function's JSON input/;

/** Takes [LambdaSerializer(…)] away, with its line, and the template's comment on it. */
export function removeSerializerAttribute({ attribute, file }: SerializerUse): Edit[] {
  if (!attribute) return [];
  const { text } = file.source;
  const list = attribute.parent as Node;
  const others = list.namedChildren.filter(
    (child) => child?.type === 'attribute' && child.id !== attribute.id,
  );
  if (others.length > 0) {
    const before = attribute.previousSibling?.type === ',';
    const start = before
      ? (attribute.previousSibling?.startIndex ?? attribute.startIndex)
      : attribute.startIndex;
    const next = attribute.nextSibling;
    const end = !before && next?.type === ',' ? next.endIndex : attribute.endIndex;
    return [{ start, end, text: '' }];
  }
  const comment = list.previousSibling;
  const goesAlong = comment?.type === 'comment' && templateComment.test(comment.text);
  return [{ ...wholeLines(text, goesAlong ? comment.startIndex : list.startIndex, list.endIndex), text: '' }];
}

/** Where a use stands, for messages. */
export function placeOf(facts: Pick<ProjectFacts, 'root'>, { file, typeNode }: SerializerUse): string {
  return `${shown(facts.root, file.source.path)}:${lineOf(file.source.text, typeNode.startIndex)}`;
}
