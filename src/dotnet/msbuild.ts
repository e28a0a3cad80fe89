import { evaluateCondition, expand, isUnresolved } from './condition.ts';
import type { Element, XmlFile } from './xml.ts';

/** A property as a project file defines it, not yet evaluated. */
export interface PropertyDefinition {
  readonly name: string;
  readonly value: string;
  readonly element: Element;
  readonly file: XmlFile;
  /** Its own condition and those around it. */
  readonly conditions: readonly string[];
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

const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Metadata of an item, as an attribute or as an element. */
export function metadata(item: ItemDefinition, name: string): string | undefined {
  const attribute = Object.entries(item.element.attributes).find(([key]) => sameName(key, name));
  return attribute?.[1] ?? item.element.children.find((child) => sameName(child.name, name))?.text.trim();
}

const conditionsOf = (element: Element, outer: readonly string[]) => {
  const condition = element.attributes.Condition;
  // What an Otherwise means depends on the When elements before it.
  const own = element.name === 'Otherwise' ? ['$(Otherwise:unknown)'] : condition ? [condition] : [];
  return [...outer, ...own];
};

/** The properties and items of a project file; what a target sets while it runs is left out. */
export function readProjectFile(xml: XmlFile): ProjectFile {
  const properties: PropertyDefinition[] = [];
  const items: ItemDefinition[] = [];
  const visit = (element: Element, outer: readonly string[]): void => {
    const conditions = conditionsOf(element, outer);
    for (const child of element.children) {
      const own = conditionsOf(child, conditions);
      if (element.name === 'PropertyGroup') {
        properties.push({
          name: child.name,
          value: child.text.trim(),
          element: child,
          file: xml,
          conditions: own,
        });
      } else if (element.name === 'ItemGroup') {
        const { Include = '', Remove = '', Update = '' } = child.attributes;
        const place = { element: child, file: xml, conditions: own };
        items.push({ type: child.name, include: Include, remove: Remove, update: Update, ...place });
      } else if (['PropertyGroup', 'ItemGroup', 'Choose', 'When', 'Otherwise'].includes(child.name)) {
        visit(child, conditions);
      }
    }
  };
  visit(xml.root, []);
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

/** Whether all of these conditions hold; undefined when that cannot be told. */
export function holds(
  conditions: readonly string[],
  values: ReadonlyMap<string, string>,
): boolean | undefined {
  const truths = conditions.map((condition) => evaluateCondition(condition, values));
  return truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
}

/**
 * Evaluates properties in the order of the files, later ones over earlier ones, as a Release build does.
 * `known` are values that MSBuild itself sets, by name.
 */
export function evaluate(files: readonly ProjectFile[], known: Readonly<Record<string, string>>): Evaluation {
  const values = new Map(
    Object.entries({ Configuration: 'Release', Platform: 'AnyCPU', OS: 'Unix', ...known }).map(([k, v]) => [
      k.toLowerCase(),
      v,
    ]),
  );
  const uncertain = new Set<string>();
  for (const { properties } of files) {
    for (const { name, value, conditions } of properties) {
      const key = name.toLowerCase();
      const truth = holds(conditions, values);
      if (truth === undefined) uncertain.add(key);
      if (truth !== true) continue;
      const expanded = expand(value, values);
      values.set(key, expanded);
      if (isUnresolved(expanded)) uncertain.add(key);
    }
  }
  return {
    values,
    get: (name) => values.get(name.toLowerCase()) || undefined,
    isUncertain: (name) => uncertain.has(name.toLowerCase()),
  };
}
