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

const finding = (name: string) => ({
  id: 'left-out',
  problem: `${name} lies beside the program when it is published, and the zip holds only bootstrap by default`,
  wayOut: 'name it in FILES of the Makefile, or embed it (EmbeddedResource)',
});

function ofItems({ root, project }: ProjectFacts): Warning[] {
  return project.files.flatMap(({ items }) =>
    items
      .filter((item) => isCopied(item) && holds(item.conditions, project.evaluation.values) !== false)
      .flatMap((item) => {
        const name = item.include || item.update;
        if (name === '' || ofTools.test(lastPart(name))) return [];
        const { file, element } = item;
        return [{ ...finding(name), file: shown(root, file.path), line: lineOf(file.text, element.start) }];
      }),
  );
}

/** Files that are published beside the program and that no zip of ours has. */
export function leftBehind(facts: ProjectFacts): Warning[] {
  const listed = ofItems(facts);
  const unasked = facts.webFiles
    .filter((name) => !listed.some(({ problem }) => problem.startsWith(`${name} `)))
    .map((name) => ({ ...finding(name), file: inFolder(facts.folder, name), line: 1 }));
  return [...listed, ...unasked];
}
