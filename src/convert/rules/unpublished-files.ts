import { holds, type ItemDefinition, metadata } from '../../dotnet/msbuild.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { inFolder, shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { Warning } from './warning.ts';

/** Files that serve the tools, not the program, though some projects copy them: the last part of a path. */
const ofTools = /^(aws-lambda-tools-\w+\.json|launchSettings\.json|.*\.template|template\.ya?ml)$/i;
const lastPart = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const isCopied = (item: ItemDefinition) =>
  ['CopyToOutputDirectory', 'CopyToPublishDirectory'].some((name) =>
    /^(Always|PreserveNewest|IfDifferent)$/i.test(metadata(item, name) ?? ''),
  ) && !/^never$/i.test(metadata(item, 'CopyToPublishDirectory') ?? '');

const finding = (names: readonly string[]) => ({
  id: 'left-out',
  problem: `${names.join(', ')} ${names.length === 1 ? 'lies' : 'lie'} beside the program when it is published, and the zip holds only bootstrap by default`,
  wayOut: `name ${names.length === 1 ? 'it' : 'them'} in FILES of the Makefile, or embed ${names.length === 1 ? 'it' : 'them'} (EmbeddedResource)`,
});

/** The files of a list in an item that are for the program. */
const namesOf = (item: ItemDefinition) =>
  (item.include || item.update)
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !ofTools.test(lastPart(name)));

const copiedItems = ({ project }: ProjectFacts) =>
  project.files.flatMap(({ items }) =>
    items
      .filter((item) => isCopied(item) && holds(item.conditions, project.evaluation.values) !== false)
      .map((item) => ({ item, names: namesOf(item) }))
      .filter(({ names }) => names.length > 0),
  );

/** Files that are published beside the program and that no zip of ours has. */
export function unpublishedFiles(facts: ProjectFacts): Warning[] {
  const copied = copiedItems(facts);
  const listed = new Set(copied.flatMap(({ names }) => names));
  return [
    ...copied.map(({ item: { file, element }, names }) => ({
      ...finding(names),
      file: shown(facts.root, file.path),
      line: lineOf(file.text, element.start),
    })),
    ...facts.webFiles
      .filter((name) => !listed.has(name))
      .map((name) => ({ ...finding([name]), file: inFolder(facts.folder, name), line: 1 })),
  ];
}
