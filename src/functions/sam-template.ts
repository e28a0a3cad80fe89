import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import { type Edit, lineEnding, lineOf, withLineEnding } from '../dotnet/splice.ts';
import { parseYaml } from '../dotnet/yaml.ts';
import { UserError } from '../errors.ts';
import type { SamEntries } from '../project/infrastructure/sam.ts';
import { indentText } from '../ui/wording.ts';

/** Where a project has its template, relative to its folder. */
export const samTemplateNames = ['template.yaml', 'template.yml'] as const;

const startOf = ({ key }: Pair) => (isScalar(key) ? (key.range?.[0] ?? 0) : 0);

/** New entries at the end of a section, indented as its others are. */
function appendTo(text: string, section: YAMLMap, entries: string): Edit {
  const ending = lineEnding(text);
  const first = startOf(section.items[0] as Pair);
  const column = first - (text.lastIndexOf('\n', first - 1) + 1);
  // Blank lines and comments after the last entry belong to what follows.
  const end = text.slice(0, section.range?.[1]).trimEnd().length;
  const isSpaced = section.items.length === 1 || /\n[ \t]*\r?\n/.test(text.slice(first, end));
  const body = withLineEnding(indentText(entries, column), ending);
  return { start: end, end, text: `${ending}${isSpaced ? ending : ''}${body}` };
}

/**
 * Adds a function to a SAM template; all that stands there stays as it is. A template that is not SAM's is
 * left alone.
 * @throws UserError when it is no YAML, has no resources to put the function beside, or has it already.
 */
export function samTemplateEdits(text: string, path: string, id: string, entries: SamEntries): Edit[] {
  const { document } = parseYaml(text, path);
  const [error] = document.errors;
  if (error) {
    throw new UserError(
      `${path}:${lineOf(text, error.pos[0])} is not YAML: ${error.message.split('\n')[0]}. Fix it first.`,
    );
  }
  if (!String(document.get('Transform') ?? '').includes('AWS::Serverless')) return [];
  const resources = document.get('Resources', true);
  if (!isMap(resources) || resources.items.length === 0 || resources.flow) {
    throw new UserError(`${path} has no Resources that ${id} could be put beside; add one there first.`);
  }
  if (resources.has(id)) throw new UserError(`${path} has a resource ${id} already; choose another name.`);
  const added = [appendTo(text, resources, entries.resources)];
  if (entries.outputs === '') return added;
  const outputs = document.get('Outputs', true);
  if (isMap(outputs) && outputs.items.length > 0 && !outputs.flow) {
    return [...added, appendTo(text, outputs, entries.outputs)];
  }
  if (document.has('Outputs')) return added;
  const ending = lineEnding(text);
  const end = text.trimEnd().length;
  const section = withLineEnding(`\n\nOutputs:\n${indentText(entries.outputs, 2)}`, ending);
  const isLast = end === (added[0] as Edit).start;
  return isLast
    ? [{ ...(added[0] as Edit), text: `${(added[0] as Edit).text}${section}` }]
    : [...added, { start: end, end, text: section }];
}
