import { fullName, type MethodDeclaration, type TypeDeclaration } from '../../dotnet/declarations.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { parseTypeName } from '../../dotnet/type-names.ts';
import { UserError } from '../../errors.ts';
import { type Ancestor, lineageOf, methodAs } from './base-types.ts';
import { shown } from './locate.ts';
import type { ProjectFacts } from './project-model.ts';
import { signatureOf, signatureProblem } from './signature.ts';

const where = (facts: ProjectFacts, { source, node }: MethodDeclaration) =>
  `${shown(facts.root, source.path)}:${lineOf(source.text, node.startIndex)}`;

function outsideBase(lineage: readonly Ancestor[]): string | undefined {
  const known = lineage.map(({ type }) => type.name);
  const bases = lineage.flatMap(({ type }) => type.bases).map((base) => parseTypeName(base).name);
  return bases.find((base) => !known.includes(base.split('.').at(-1) as string) && !/^I[A-Z]/.test(base));
}

function findType(facts: ProjectFacts, name: string, asked: string): readonly TypeDeclaration[] {
  const exact = facts.scope.byFullName(name);
  if (exact.length > 0) return exact;
  const similar = facts.scope.byEnd(name);
  const names = [...new Set(similar.map(fullName))];
  if (names.length > 1) {
    throw new UserError(
      `Handler ${asked} may mean ${names.join(' or ')}; give --handler with the full name.`,
    );
  }
  if (names.length === 0) {
    throw new UserError(
      `Handler ${asked}: no source of ${facts.project.name} declares ${name}; give --handler.`,
    );
  }
  return similar;
}

function requireConstructible(facts: ProjectFacts, types: readonly TypeDeclaration[], asked: string): void {
  const [type] = types as [TypeDeclaration];
  const constructors = types.flatMap((t) => t.constructors).filter((c) => !c.modifiers.includes('static'));
  const fits = constructors.some(
    (c) => !c.modifiers.includes('private') && c.parameters.every(({ hasDefault }) => hasDefault),
  );
  const is = (modifier: string) => types.some((t) => t.modifiers.includes(modifier));
  if (type.typeParameters.length > 0) {
    throw new UserError(
      `Handler ${asked}: ${fullName(type)} is generic, and Lambda names no type arguments.`,
    );
  }
  if (is('abstract'))
    throw new UserError(`Handler ${asked}: ${fullName(type)} is abstract; name a class that is not.`);
  if (constructors.length > 0 && !fits) {
    const place = shown(facts.root, type.source.path);
    throw new UserError(
      `Handler ${asked}: ${fullName(type)} (${place}) has no constructor without parameters; give it one that makes what it needs.`,
    );
  }
}

function findMethod(facts: ProjectFacts, types: readonly TypeDeclaration[], name: string, asked: string) {
  const lineage = lineageOf(facts, types);
  const found = lineage.flatMap((ancestor) =>
    ancestor.type.methods.filter((m) => m.name === name).map((method) => ({ method, ancestor })),
  );
  const own = found.filter(
    ({ method }) => !found.some((other) => other.method !== method && hides(other.method, method)),
  );
  const [only] = own;
  const className = fullName(types[0] as TypeDeclaration);
  if (own.length > 1) {
    const places = own.map(({ method }) => where(facts, method)).join(', ');
    throw new UserError(
      `Handler ${asked}: ${className} has ${own.length} methods ${name} (${places}); rename all but one.`,
    );
  }
  if (only) return { method: methodAs(only.method, only.ancestor), place: only.ancestor.place };
  const base = outsideBase(lineage);
  if (base && /(APIGateway\w*Proxy|ApplicationLoadBalancer)Function/.test(base)) {
    throw new UserError(
      `Handler ${asked}: ${name} comes from ${base} (ASP.NET Core on Lambda), whose MVC does not run natively; move to a minimal API with AddAWSLambdaHosting first.`,
    );
  }
  throw new UserError(
    `Handler ${asked}: ${className} has no method ${name}${base ? ` (its base ${base} is in no source here)` : ''}.`,
  );
}

/** Whether a method of a derived class stands in for one of its base. */
const hides = (method: MethodDeclaration, other: MethodDeclaration) =>
  (method.modifiers.includes('override') || method.modifiers.includes('new')) &&
  !other.modifiers.includes('override') &&
  !other.modifiers.includes('new') &&
  method.parameters.length === other.parameters.length;

/** Resolves `Namespace.Class` and a method. @throws UserError when it names nothing, or more than one thing. */
export function resolveHandler(facts: ProjectFacts, type: string, method: string, asked: string) {
  const types = findType(facts, type, asked);
  const { method: found, place } = findMethod(facts, types, method, asked);
  const problem = signatureProblem(found);
  if (problem) throw new UserError(`Handler ${asked}: ${where(facts, found)} ${problem}.`);
  if (!found.modifiers.includes('static')) requireConstructible(facts, types, asked);
  return {
    type: types[0] as TypeDeclaration,
    method: found,
    place,
    signature: signatureOf(found),
    annotation: undefined,
  };
}
