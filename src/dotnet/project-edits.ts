import {
  type ItemDefinition,
  metadata,
  type ProjectFile,
  type PropertyDefinition,
  sameName,
} from './msbuild.ts';
import { type Edit, indentBefore, lineEnding, wholeLines } from './splice.ts';
import { type Element, escapeXml } from './xml.ts';

/** A tag without the sign that ends it and the blanks before that. */
const openTag = (tag: string) => tag.replace(/\/?>$/, '').trimEnd();

/** The blanks that one level of a project file is indented by. */
function indentUnit({ xml }: ProjectFile): string {
  const first = xml.root.children[0];
  return (first && indentBefore(xml.text, first.start)) || '  ';
}

/** The definitions of a property in one file. */
export function definitionsOf(project: ProjectFile, name: string): PropertyDefinition[] {
  return project.properties.filter((property) => sameName(property.name, name));
}

function setText(text: string, element: Element, value: string): Edit {
  if (element.inner) return { start: element.inner.start, end: element.inner.end, text: escapeXml(value) };
  const tag = openTag(text.slice(element.start, element.end));
  return {
    start: element.start,
    end: element.end,
    text: `${tag}>${escapeXml(value)}</${element.name}>`,
  };
}

/** Gives one definition of a property another text, which may name other properties. */
export const setPropertyText = ({ xml }: ProjectFile, { element }: PropertyDefinition, value: string): Edit =>
  setText(xml.text, element, value);

/**
 * Gives every definition of a property the value; a condition on it stays and no longer matters.
 * `missing` is true when none is free of conditions, so that one has to be added.
 */
export function setProperty(
  project: ProjectFile,
  name: string,
  value: string,
): { edits: Edit[]; missing: boolean } {
  const definitions = definitionsOf(project, name);
  return {
    edits: definitions
      .filter((definition) => !sameName(definition.value, value))
      .map(({ element }) => setText(project.xml.text, element, value)),
    missing: !definitions.some(({ conditions }) => conditions.length === 0),
  };
}

/** Turns an element into one of another name and text, its attributes kept. */
export function renameElement(project: ProjectFile, element: Element, name: string, value: string): Edit {
  const { text } = project.xml;
  const attributes = text.slice(element.start + 1 + element.name.length, element.inner?.start ?? element.end);
  const kept = openTag(attributes);
  return { start: element.start, end: element.end, text: `<${name}${kept}>${escapeXml(value)}</${name}>` };
}

/** Removes an element with its line, and the comment right above it when `isAbout` says that it goes along. */
export function removeElement(
  project: ProjectFile,
  element: Element,
  isAbout: (comment: string) => boolean = () => false,
): Edit {
  const { text, comments } = project.xml;
  const above = comments.findLast(({ end }) => end <= element.start);
  const goesAlong =
    above !== undefined &&
    isAbout(above.text) &&
    /^[ \t]*\r?\n[ \t]*$/.test(text.slice(above.end, element.start));
  return { ...wholeLines(text, goesAlong ? above.start : element.start, element.end), text: '' };
}

export interface NewProperty {
  readonly name: string;
  readonly value: string;
  readonly comment?: string | undefined;
}

/** New lines before the end tag of an element, or after it when it closes itself. */
function insertInto({ xml }: ProjectFile, element: Element, lines: readonly string[], indent: string): Edit {
  const { text } = xml;
  const ending = lineEnding(text);
  if (!element.inner) {
    const tag = `${openTag(text.slice(element.start, element.end))}>`;
    const body = lines.map((line) => `${indent}${line}${ending}`).join('');
    const outer = indentBefore(text, element.start) ?? '';
    return {
      start: element.start,
      end: element.end,
      text: `${tag}${ending}${body}${outer}</${element.name}>`,
    };
  }
  const blanks = indentBefore(text, element.inner.end);
  const body = lines.map((line) => `${indent}${line}${ending}`).join('');
  if (blanks !== undefined) {
    const start = element.inner.end - blanks.length;
    return { start, end: start, text: body };
  }
  const outer = indentBefore(text, element.start) ?? '';
  return { start: element.inner.end, end: element.inner.end, text: `${ending}${body}${outer}` };
}

/** A new group after an element at the top level, or as the first of the project. */
function insertGroup(project: ProjectFile, after: Element | undefined, lines: readonly string[]): Edit {
  const { text, root } = project.xml;
  const ending = lineEnding(text);
  const unit = indentUnit(project);
  const [first] = root.children;
  // A comment above the first element is about that.
  const top = first && (project.xml.comments.find(({ start }) => start > root.start)?.start ?? first.start);
  const lead = first && top !== undefined ? Math.min(top, first.start) : undefined;
  if (!after && lead !== undefined && indentBefore(text, lead) !== undefined) {
    const gap = /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(root.start, lead)) ? ending : '';
    const start = lead - (indentBefore(text, lead) as string).length;
    return { start, end: start, text: lines.map((line) => `${unit}${line}${ending}`).join('') + gap };
  }
  if (!after) return insertInto(project, root, lines, unit);
  // An empty line between groups where the file has them.
  const sibling = root.children[1];
  const spaced =
    sibling !== undefined &&
    /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(root.children[0]?.end, sibling.start).split('<!--')[0] ?? '');
  const gap = spaced || root.children.length === 1 ? ending : '';
  const body = lines.map((line) => `${ending}${unit}${line}`).join('');
  return { start: after.end, end: after.end, text: `${gap}${body}` };
}

const propertyLines = (properties: readonly NewProperty[]) =>
  properties.flatMap(({ name, value, comment }) => [
    ...(comment === undefined ? [] : [`<!-- ${comment} -->`]),
    `<${name}>${escapeXml(value)}</${name}>`,
  ]);

/**
 * Adds properties to the group with this label, which is made after the last group where there is none; without
 * a label, to the first group that has no condition.
 */
export function addProperties(
  project: ProjectFile,
  label: string | undefined,
  properties: readonly NewProperty[],
): Edit[] {
  if (properties.length === 0) return [];
  const groups = project.xml.root.children.filter(({ name }) => name === 'PropertyGroup');
  const unit = indentUnit(project);
  const fitting = groups.find(({ attributes }) =>
    label === undefined ? attributes.Condition === undefined : attributes.Label === label,
  );
  const lines = propertyLines(properties);
  if (fitting) return [insertInto(project, fitting, lines, unit + unit)];
  const tag = label === undefined ? '<PropertyGroup>' : `<PropertyGroup Label="${label}">`;
  const group = [tag, ...lines.map((l) => unit + l), '</PropertyGroup>'];
  return [insertGroup(project, groups.at(-1), group)];
}

/**
 * Adds items beside the last one of their type without a condition, or in a group of their own; beside one that
 * `isAkin` takes, where there is one. `removed` has what other edits remove: nothing may be put behind it.
 */
export function addItems(
  project: ProjectFile,
  type: string,
  lines: readonly string[],
  removed: ReadonlySet<Element> = new Set(),
  isAkin: (item: ItemDefinition) => boolean = () => false,
): Edit[] {
  if (lines.length === 0) return [];
  const { xml } = project;
  const unit = indentUnit(project);
  const neighbours = project.items.filter(
    (item) => sameName(item.type, type) && item.conditions.length === 0 && item.include !== '',
  );
  const staying = neighbours.filter(({ element }) => !removed.has(element));
  const neighbour = staying.findLast(isAkin) ?? staying.at(-1) ?? neighbours.at(-1);
  if (neighbour === undefined) {
    const last = xml.root.children.findLast(({ name }) => /^(Property|Item)Group$/.test(name));
    return [insertGroup(project, last, ['<ItemGroup>', ...lines.map((l) => unit + l), '</ItemGroup>'])];
  }
  const indent = indentBefore(xml.text, neighbour.element.start);
  if (removed.has(neighbour.element)) {
    const { start } = wholeLines(xml.text, neighbour.element.start, neighbour.element.end);
    return [
      {
        start,
        end: start,
        text: lines.map((line) => `${indent ?? ''}${line}${lineEnding(xml.text)}`).join(''),
      },
    ];
  }
  const separator = indent === undefined ? '' : `${lineEnding(xml.text)}${indent}`;
  const { end } = neighbour.element;
  return [{ start: end, end, text: lines.map((line) => separator + line).join('') }];
}

/** Changes an item's metadata where it stands, attribute or element. */
export function setMetadata(project: ProjectFile, item: ItemDefinition, name: string, value: string): Edit[] {
  if (metadata(item, name) === value) return [];
  const child = item.element.children.find((element) => sameName(element.name, name));
  if (child) return [setText(project.xml.text, child, value)];
  const { start } = item.element;
  const tag = project.xml.text.slice(start, item.element.inner?.start ?? item.element.end);
  const attribute = new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`, 'i').exec(tag);
  const written = escapeXml(value).replaceAll('"', '&quot;');
  if (!attribute) {
    const at = start + openTag(tag).length;
    return [{ start: at, end: at, text: ` ${name}="${written}"` }];
  }
  const quoted = attribute[1] as string;
  const from = start + attribute.index + attribute[0].length - quoted.length;
  return [{ start: from, end: from + quoted.length, text: `"${written}"` }];
}
