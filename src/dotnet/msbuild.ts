import { Budget, parseLimits } from '../limits/parse.ts';
import { checkCondition, evaluateCondition, expand, isUnresolved } from './condition.ts';
import { lineOf } from './splice.ts';
import type { Element, XmlFile } from './xml.ts';

/** A group and what is around it: MSBuild decides once for all that is in it whether it counts. */
interface Group {
  readonly outer: Group | undefined;
  readonly condition: string | undefined;
  /** Its condition and those around it, outermost first. */
  readonly conditions: readonly string[];
  readonly element: Element;
}

/** A property as a project file defines it, not yet evaluated. */
export interface PropertyDefinition {
  readonly name: string;
  readonly value: string;
  readonly element: Element;
  readonly file: XmlFile;
  /** Its own condition and those around it. */
  readonly conditions: readonly string[];
  readonly condition: string | undefined;
  readonly group: Group;
}

/** An item (a package reference, a file) as a project file lists it. */
export interface ItemDefinition {
  readonly type: string;
  readonly include: string;
  readonly remove: string;
  /** `Update="…"`: changes an item that another file lists. */
  readonly update: string;
  readonly element: Element;
  readonly file: XmlFile;
  readonly conditions: readonly string[];
}

export interface ProjectFile {
  readonly xml: XmlFile;
  readonly properties: readonly PropertyDefinition[];
  readonly items: readonly ItemDefinition[];
}

/** Whether two names are the same to MSBuild. */
export const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Metadata of an item, as an attribute or as an element. */
export function metadata(item: ItemDefinition, name: string): string | undefined {
  const attribute = Object.entries(item.element.attributes).find(([key]) => sameName(key, name));
  return attribute?.[1] ?? item.element.children.find((child) => sameName(child.name, name))?.text.trim();
}

function conditionOf(element: Element, xml: XmlFile): string | undefined {
  // What an Otherwise means depends on the When elements before it.
  if (element.name === 'Otherwise') return '$(Otherwise:unknown)';
  const condition = element.attributes.Condition;
  if (condition) checkCondition(condition, () => placeOf(element, xml));
  return condition || undefined;
}

/** The place of an element as messages have it. */
const placeOf = ({ start }: Element, { path, text }: XmlFile) => `${path}:${lineOf(text, start)}`;

/** The place of an item's definition, for messages. */
export const placeOfItem = ({ element, file }: ItemDefinition) => placeOf(element, file);

const withCondition = (outer: readonly string[], condition: string | undefined) =>
  condition === undefined ? outer : [...outer, condition];

/**
 * The properties and items of a project file; what a target sets while it runs is left out.
 * @throws UserError with file and line when a condition is too long or nested too deeply.
 */
export function readProjectFile(xml: XmlFile): ProjectFile {
  const properties: PropertyDefinition[] = [];
  const items: ItemDefinition[] = [];
  const visit = (element: Element, outer: Group | undefined): void => {
    const condition = conditionOf(element, xml);
    const conditions = withCondition(outer?.conditions ?? [], condition);
    const group: Group = { outer, condition, conditions, element };
    for (const child of element.children) {
      const own = conditionOf(child, xml);
      const place = { element: child, file: xml, conditions: withCondition(conditions, own) };
      if (element.name === 'PropertyGroup') {
        properties.push({ name: child.name, value: child.text.trim(), ...place, condition: own, group });
      } else if (element.name === 'ItemGroup') {
        const { Include = '', Remove = '', Update = '' } = child.attributes;
        items.push({ type: child.name, include: Include, remove: Remove, update: Update, ...place });
      } else if (['PropertyGroup', 'ItemGroup', 'Choose', 'When', 'Otherwise'].includes(child.name)) {
        visit(child, group);
      }
    }
  };
  visit(xml.root, undefined);
  return { xml, properties, items };
}

/** A property's value as MSBuild would most likely see it. */
export interface EvaluatedProperty {
  readonly value: string;
  /** Whether a condition or a function stood in the way that only MSBuild can work out. */
  readonly uncertain: boolean;
}

export interface Evaluation {
  get(name: string): string | undefined;
  isUncertain(name: string): boolean;
  readonly values: ReadonlyMap<string, string>;
}

/** Truths of conditions by their text, for the final values of an evaluation, which many items ask for. */
const truths = new WeakMap<ReadonlyMap<string, string>, Map<string, boolean | undefined>>();

/**
 * Whether all of these conditions hold with the values that an evaluation ended with; undefined when that cannot be
 * told.
 * @throws UserError when one comes to too long a text.
 */
export function holds(
  conditions: readonly string[],
  values: ReadonlyMap<string, string>,
): boolean | undefined {
  const known = truths.get(values) ?? new Map<string, boolean | undefined>();
  truths.set(values, known);
  for (const condition of conditions) {
    if (!known.has(condition)) known.set(condition, evaluateCondition(condition, values));
  }
  return all(conditions.map((condition) => known.get(condition)));
}

const all = (found: readonly (boolean | undefined)[]) =>
  found.includes(false) ? false : found.includes(undefined) ? undefined : true;

/** A name as messages show it; what a stranger's file calls a property may be long. */
const brief = (name: string) => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

/** The evaluation of a row of project files. */
class Evaluator {
  readonly values: Map<string, string>;
  readonly uncertain = new Set<string>();
  readonly #groups = new Map<Group, boolean | undefined>();
  readonly #budget: Budget;

  constructor(known: Readonly<Record<string, string>>, budget: Budget) {
    const first = { Configuration: 'Release', Platform: 'AnyCPU', OS: 'Unix', ...known };
    this.values = new Map(Object.entries(first).map(([name, value]) => [name.toLowerCase(), value]));
    this.#budget = budget;
  }

  #holds(condition: string | undefined, file: XmlFile, element: Element): boolean | undefined {
    if (condition === undefined) return true;
    const where = `${placeOf(element, file)}: the condition`;
    this.#budget.spend(where, parseLimits.evaluationCharacters, condition.length);
    return evaluateCondition(condition, this.values, where, this.#budget);
  }

  /** Whether a group counts: decided when its first property is met, and not again when that changes a value. */
  #groupHolds(group: Group, file: XmlFile): boolean | undefined {
    if (this.#groups.has(group)) return this.#groups.get(group);
    const outer = group.outer === undefined ? true : this.#groupHolds(group.outer, file);
    const truth = outer === false ? false : all([outer, this.#holds(group.condition, file, group.element)]);
    this.#groups.set(group, truth);
    return truth;
  }

  define({ name, value, condition, group, element, file }: PropertyDefinition): void {
    const key = name.toLowerCase();
    const outer = this.#groupHolds(group, file);
    const truth = outer === false ? false : all([outer, this.#holds(condition, file, element)]);
    if (truth === undefined) this.uncertain.add(key);
    if (truth !== true) return;
    const where = `${placeOf(element, file)}: the property ${brief(name)}`;
    const expanded = expand(value, this.values, where);
    this.#budget.spend(where, parseLimits.evaluationCharacters, expanded.length);
    this.values.set(key, expanded);
    if (isUnresolved(expanded)) this.uncertain.add(key);
  }
}

/**
 * Evaluates properties in the order of the files, later ones over earlier ones, as a Release build does.
 * `known` are values that MSBuild itself sets, by name; `budget` is shared by evaluations that belong together.
 * @throws UserError with file, line and limit when a value grows too long, as one does that is doubled again and
 * again, or when all of it takes too much work.
 */
export function evaluate(
  files: readonly ProjectFile[],
  known: Readonly<Record<string, string>>,
  budget = new Budget(),
): Evaluation {
  const evaluator = new Evaluator(known, budget);
  for (const { properties } of files) {
    budget.spend(files.at(-1)?.xml.path ?? '', parseLimits.evaluatedProperties, properties.length);
    for (const property of properties) evaluator.define(property);
  }
  const { values, uncertain } = evaluator;
  return {
    values,
    get: (name) => values.get(name.toLowerCase()) || undefined,
    isUncertain: (name) => uncertain.has(name.toLowerCase()),
  };
}
