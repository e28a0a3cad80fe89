import type { Node } from '../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../dotnet/declarations.ts';
import { isOlder, packageReferences } from '../dotnet/packages.ts';
import { type Edit, lineOf, wholeLines } from '../dotnet/splice.ts';
import { sameId } from '../functions/project-file.ts';
import type { EntryPoint } from './executable.ts';
import type { ProjectFacts } from './facts.ts';
import { shown } from './locate.ts';
import { replacedPackages } from './packages-plan.ts';
import { placeOf, serializerUses } from './serializers.ts';

/** Types of Amazon.Lambda.Core that the built-in runtime has under the same names. */
const shared = new Set(
  'ILambdaContext ILambdaLogger IClientContext IClientApplication ICognitoIdentity LogLevel'.split(' '),
);

/** The other public types of Amazon.Lambda.Core. */
const lacking = new Set(
  'LambdaLogger SnapshotRestore ILambdaSerializer LambdaBootstrapBuilder HandlerWrapper'.split(' '),
);

/** C# that the built-in runtime's source needs. */
const leastLanguage = '12';

const identifiers = '(identifier) @name';

function codeObstacle({ parser, root }: ProjectFacts, file: Declarations): string | undefined {
  const at = (node: Node) => `${shown(root, file.source.path)}:${lineOf(file.source.text, node.startIndex)}`;
  if (!/Amazon\.Lambda/.test(file.source.text)) return undefined;
  for (const { name: node } of parser.match(identifiers, file.source.root)) {
    if (node && lacking.has(node.text))
      return `${at(node)} uses ${node.text}, which the built-in runtime does not have`;
  }
  return undefined;
}

/**
 * Why the built-in runtime cannot take the place of AWS's packages here, as a clause for the user; undefined when
 * it can.
 */
export function builtinObstacle(facts: ProjectFacts, entryPoint: EntryPoint | undefined): string | undefined {
  const { project, tests, referenced, root } = facts;
  const isReplaced = (id: string) => replacedPackages.some((other) => sameId(other, id));
  const other = packageReferences(project).find(({ id }) => /^Amazon\.Lambda\./i.test(id) && !isReplaced(id));
  if (other) {
    const { file, element } = other.reference;
    return `${shown(root, file.path)}:${lineOf(file.text, element.start)} uses ${other.id}, which needs AWS's packages`;
  }
  if (entryPoint && entryPoint.speaks !== 'builtin') {
    const path = shown(root, entryPoint.file.source.path);
    return `${path} is the project's own entry point and starts AWS's runtime client`;
  }
  const user = [...tests, ...referenced.map((r) => r.project)].find((p) =>
    packageReferences(p).some(({ id }) => /^Amazon\.Lambda\./i.test(id)),
  );
  if (user) return `${shown(root, user.path)} uses AWS's types too, and would no longer fit`;
  const language = project.evaluation.get('LangVersion');
  if (language && /^\d/.test(language) && isOlder(language, leastLanguage)) {
    return `${shown(root, project.path)} asks for C# ${language}, and the runtime's source needs ${leastLanguage}`;
  }
  const own = serializerUses(facts).find(({ kind }) => kind === 'custom');
  if (own) return `${placeOf(facts, own)} has a serializer of its own, which AWS's library calls`;
  return facts.sources.map((file) => codeObstacle(facts, file)).find((obstacle) => obstacle !== undefined);
}

const gone = ['Amazon.Lambda.RuntimeSupport', 'Amazon.Lambda.Serialization'];

/** The edits that make a source use the built-in runtime's types: namespaces replaced, unneeded usings gone. */
export function useBuiltinTypes({ parser }: ProjectFacts, file: Declarations): Edit[] {
  const { text, root } = file.source;
  const edits = file.usings.flatMap(({ name, node, alias }): Edit[] => {
    if (gone.some((namespace) => name === namespace || name.startsWith(`${namespace}.`))) {
      return [{ ...wholeLines(text, node.startIndex, node.endIndex), text: '' }];
    }
    const target = node.namedChildren.find((child) => child?.type === 'qualified_name');
    if (alias !== undefined || name !== 'Amazon.Lambda.Core' || !target) return [];
    return [{ start: target.startIndex, end: target.endIndex, text: 'LambdaRuntime' }];
  });
  const qualified = parser.match(
    '(qualified_name qualifier: (_) @from name: (identifier) @name) @whole',
    root,
  );
  const names = qualified.flatMap((match): Edit[] => {
    const from = match.from as Node;
    const isType = codeOf(from) === 'Amazon.Lambda.Core' && shared.has(match.name?.text ?? '');
    return isType ? [{ start: from.startIndex, end: from.endIndex, text: 'LambdaRuntime' }] : [];
  });
  return [...edits, ...names].filter(
    (edit, i, all) =>
      !all.some(
        (other, j) =>
          j !== i &&
          other.start <= edit.start &&
          edit.end <= other.end &&
          (other.end - other.start > edit.end - edit.start || j < i),
      ),
  );
}
