import { lineOf } from '../../dotnet/splice.ts';
import { lastPart, parseTypeName } from '../../dotnet/type-names.ts';
import { UserError } from '../../errors.ts';
import { usingItems } from '../../functions/sources.ts';
import type { DeployedFunction } from '../read/deployment.ts';
import type { WrittenAt } from '../read/json-graph.ts';
import { shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';

const namespaces = /^Amazon\.Lambda\.(DurableExecution|Annotations)\b/;

/** What only the code of a durable function has. Source: Amazon.Lambda.DurableExecution and its README. */
const envelopes = new Set(['DurableExecutionInvocationInput', 'DurableExecutionInvocationOutput']);
const names = new Set([
  ...envelopes,
  'DurableFunction',
  'IDurableContext',
  'DurableExecution',
  'DurableExecutionAttribute',
]);

const reason =
  'a durable function runs on the managed runtimes of Lambda, and what its steps keep is written by types that no signature names';
const wayOut = 'leave it there, and move what is to run natively into a project of its own';

const identifiers = '(identifier) @name';

const refusal = (where: string, what: string) =>
  new UserError(`${where}: ${what}, and ${reason}; ${wayOut}.`);

/** @throws UserError with the place where the code of a project is that of a durable function. */
export function requireNotDurable({ sources, project, parser, scope, root }: ProjectFacts): void {
  const everywhere = [
    ...usingItems(project),
    ...sources.flatMap(({ usings }) => usings.filter(({ isGlobal }) => isGlobal).map(({ name }) => name)),
  ].some((name) => namespaces.test(name));
  for (const { source, usings } of sources) {
    const { text, path } = source;
    if (!text.includes('Durable')) continue;
    const isVisible =
      everywhere ||
      usings.some(({ name }) => namespaces.test(name)) ||
      /\bAmazon\s*\.\s*Lambda\s*\.\s*(DurableExecution|Annotations)\b/.test(text);
    if (!isVisible) continue;
    const found = parser.match(identifiers, source.root).find(({ name }) => {
      if (!name || !names.has(name.text) || scope.byEnd(name.text).length > 0) return false;
      // The end of the namespace's own name.
      return !/^Amazon\.Lambda\.DurableExecution$/.test(name.parent?.text ?? '');
    });
    if (!found?.name) continue;
    const place = `${shown(root, path)}:${lineOf(text, found.name.startIndex)}`;
    throw refusal(place, `${found.name.text} makes this a durable function`);
  }
}

/** The same by what a handler takes or gives, wherever its code stands. */
export function requirePlainEvents({ root, scope }: ProjectFacts, used: readonly WrittenAt[]): void {
  const found = used.find(({ written, place }) => {
    const { name } = parseTypeName(written);
    return envelopes.has(lastPart({ name })) && scope.find(name, place).length === 0;
  });
  if (!found) return;
  const { at, written, place } = found;
  const source = at?.source ?? place.file.source;
  throw refusal(
    `${shown(root, source.path)}:${lineOf(source.text, at?.node.startIndex ?? 0)}`,
    `${lastPart(parseTypeName(written))} makes this a durable function`,
  );
}

/** The same by a template or by Terraform, where they make the function durable. */
export function requirePlainDeployments(deployed: readonly DeployedFunction[]): void {
  for (const { file, durable } of deployed) {
    if (durable !== undefined)
      throw refusal(`${file.path}:${durable.line}`, `${durable.setting} makes this a durable function`);
  }
}
