import type { Declarations, MethodDeclaration, TypeDeclaration } from '../../dotnet/declarations.ts';
import { fullName } from '../../dotnet/declarations.ts';
import { type Place, placeIn } from '../../dotnet/scope.ts';
import { formatTypeName, parseTypeName } from '../../dotnet/type-names.ts';
import { Budget, checkLimit, parseLimits } from '../../limits/parse.ts';
import type { ProjectFacts } from './project-model.ts';

/** A declaration of a class or of one that it derives from. */
export interface Ancestor {
  readonly type: TypeDeclaration;
  /** Where its code stands; names that its type arguments need are visible there too. */
  readonly place: Place;
  /** What its type parameters stand for, as written there. */
  readonly bindings: ReadonlyMap<string, string>;
}

type Sources = Pick<ProjectFacts, 'sources' | 'referenced'>;

/** One list for each project, so that what is looked up in it can be remembered. */
const sourceLists = new WeakMap<Sources['sources'], readonly Declarations[]>();

/** The sources of the project and of those that it uses. */
export function allSources({ sources, referenced }: Sources): readonly Declarations[] {
  const known = sourceLists.get(sources) ?? [...sources, ...referenced.flatMap((r) => r.sources)];
  sourceLists.set(sources, known);
  return known;
}

/** What all lineages of a project take together. */
const budgets = new WeakMap<Sources['sources'], Budget>();

/** A type as written at a place, fit for any other: with full names where a source declares them. */
export function carried(
  { scope }: Pick<ProjectFacts, 'scope'>,
  written: string,
  { place, bindings }: Pick<Ancestor, 'place' | 'bindings'>,
): string {
  return formatTypeName(parseTypeName(written), ({ name }) => {
    const bound = bindings.get(name);
    if (bound !== undefined) return bound;
    const [declared] = scope.find(name, place);
    return declared ? fullName(declared) : scope.expandAlias(name, place);
  });
}

/** The place of a base class, where what the derived class imports is known as well. */
function placeOfBase(type: TypeDeclaration, facts: ProjectFacts, derived: Place): Place {
  const place = placeIn(type, allSources(facts));
  if (place.file === derived.file || type.typeParameters.length === 0) return place;
  return { ...place, file: { ...place.file, usings: [...place.file.usings, ...derived.file.usings] } };
}

function basesOf(facts: ProjectFacts, derived: Ancestor): Ancestor[] {
  return derived.type.bases.flatMap((base) => {
    const written = parseTypeName(base);
    const args = written.arguments.map((argument) => carried(facts, formatTypeName(argument), derived));
    // Type arguments may double from base to base.
    for (const argument of args)
      checkLimit(`${derived.type.source.path}: a type argument`, parseLimits.nameCharacters, argument.length);
    return facts.scope
      .find(written.name, derived.place)
      .filter(({ kind, typeParameters }) => kind !== 'interface' && typeParameters.length === args.length)
      .map((type) => ({
        type,
        place: placeOfBase(type, facts, derived.place),
        bindings: new Map(type.typeParameters.map((name, i) => [name, args[i] as string])),
      }));
  });
}

/**
 * The declarations that a class and the classes under it (in the source) are made of.
 * @throws UserError when there are too many, or their type arguments grow too long.
 */
export function lineageOf(facts: ProjectFacts, declarations: readonly TypeDeclaration[]): Ancestor[] {
  const all: Ancestor[] = declarations.map((type) => ({
    type,
    place: placeIn(type, allSources(facts)),
    bindings: new Map(),
  }));
  const budget = budgets.get(facts.sources) ?? new Budget();
  budgets.set(facts.sources, budget);
  const seen = new Set(declarations);
  // The list grows while it is walked: bases of bases.
  for (const ancestor of all) {
    const { path } = ancestor.type.source;
    budget.spend(path, parseLimits.lineages, 1);
    for (const further of basesOf(facts, ancestor)) {
      if (seen.has(further.type)) continue;
      seen.add(further.type);
      all.push(further);
    }
    checkLimit(path, parseLimits.ancestors, all.length);
  }
  return all;
}

/** A method of an ancestor with its type parameters filled in. */
export function methodAs(method: MethodDeclaration, { bindings }: Ancestor): MethodDeclaration {
  if (bindings.size === 0) return method;
  const filled = (written: string) =>
    formatTypeName(parseTypeName(written), ({ name }) => bindings.get(name) ?? name);
  return {
    ...method,
    returnType: filled(method.returnType),
    parameters: method.parameters.map((parameter) => ({ ...parameter, type: filled(parameter.type) })),
  };
}
