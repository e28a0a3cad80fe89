import { join, relative } from 'node:path';
import ejs from 'ejs';
import { lineEnding } from '../../dotnet/splice.ts';
import { posixPath } from '../../files/paths.ts';
import { packageText as template } from '../../package.ts';
import { outputFolder, sdkOutputs } from '../../platform/outputs.ts';
import { ownMakefile } from '../../project/makefile.ts';
import { linkerFiles } from '../../project/plan.ts';
import { projectFile, type Settings } from '../../project/settings.ts';
import { makefileFacts } from '../../project/view.ts';
import { folderOf, inFolder } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { Changes } from './changes.ts';
import { addImport } from './runtime-plan.ts';

/** Sets a variable where the Makefile defines it. */
function setVariable(makefile: string, name: string, value: string): string {
  return makefile.replace(new RegExp(`^(${name}\\s*:=) .*$`, 'm'), (_, start: string) => `${start} ${value}`);
}

function makefile(facts: ProjectFacts, settings: Settings): string {
  const [first] = settings.functions;
  const text = ejs.render(template('templates/project/Makefile.ejs'), {
    ...settings,
    ...makefileFacts,
    zipFiles: [],
    dotnetVersion: settings.framework.replace('net', ''),
    functionName: first?.name,
    handler: first?.handler,
    memorySize: first?.memorySize,
    timeout: first?.timeout,
  });
  const folders = [facts.folder, ...facts.tests.map((test) => folderOf(facts.root, test))];
  const built = folders.flatMap((folder) => sdkOutputs.map((name) => inFolder(folder, name)));
  const withProject = setVariable(text, 'PROJECT', projectFile(settings));
  const [test] = facts.tests;
  const withTests = setVariable(withProject, 'TESTS', test ? folderOf(facts.root, test) : '$(PROJECT)');
  return withTests.replace(
    /^(clean:.*\n\t)rm -rf .*$/m,
    `$1rm -rf ${outputFolder} ${built.map((path) => (path.includes(' ') ? `"${path}"` : path)).join(' ')}`,
  );
}

/** The name of the Makefile that is ours: one that the user has stays, with the targets in a file beside it. */
function makefileName({ existing, settings }: ProjectFacts): string {
  const hasForeign = settings === undefined ? existing.has('Makefile') : existing.has(ownMakefile);
  return hasForeign ? ownMakefile : 'Makefile';
}

/** Whether the file with the targets is written in this run, and not one of an earlier conversion kept. */
const writesMakefile = (facts: ProjectFacts): boolean => !facts.existing.has(makefileName(facts));

/** How its targets are made. */
export const makeCommand = (facts: ProjectFacts) =>
  makefileName(facts) === ownMakefile ? `make -f ${ownMakefile}` : 'make';

const targets =
  /\bmake (?=(build|test|publish|check|zip|package|size|docker-package|docker-run|local|invoke|deploy|invoke-remote|cold-start|logs|clean)\b)/g;

/** The same targets in a file that make does not find by itself. */
const besideMakefile = (text: string) =>
  text
    .replaceAll(targets, `make -f ${ownMakefile} `)
    .replaceAll('$(MAKE) --no-print-directory', `$(MAKE) --no-print-directory -f ${ownMakefile}`)
    .replace(/^(# .*)"make" lists/m, `$1"make -f ${ownMakefile}" lists`);

/** The Makefile of an earlier conversion with what was decided now; the user's own values stay. */
function updateMakefile(text: string, earlier: Settings, settings: Settings): string {
  const values: readonly (readonly [RegExp, string, string])[] = [
    [/^(ARCH\s*:= )(.*)$/m, earlier.architecture, settings.architecture],
    [/^(RUNTIME\s*:= )(.*)$/m, earlier.runtime, settings.runtime],
    [
      /(DOTNET_VERSION=)([\d.]+)/,
      earlier.framework.replace('net', ''),
      settings.framework.replace('net', ''),
    ],
  ];
  return values.reduce(
    (makefile, [pattern, from, to]) =>
      makefile.replace(pattern, (whole, start: string, value: string) =>
        value === from ? start + to : whole,
      ),
    text,
  );
}

/** Whether the targets on AWS are a file of their own: not where there is one of that name, or make needs -f. */
const separatesAws = (facts: ProjectFacts) =>
  makefileName(facts) === 'Makefile' && (facts.settings !== undefined || !facts.existing.has('aws.mk'));

function makefileText(facts: ProjectFacts, settings: Settings): string {
  const text = makefile(facts, settings);
  const whole = separatesAws(facts)
    ? text
    : text.replace(/^include aws\.mk\n/m, () => template('templates/project/aws.mk'));
  return makefileName(facts) === 'Makefile' ? whole : besideMakefile(whole);
}

function gitignore(existing: string | undefined): string {
  if (existing === undefined) return template('templates/project/gitignore');
  if (/^\/?dist\/?\s*$/m.test(existing)) return existing;
  const ending = lineEnding(existing);
  const gap = existing === '' || existing.endsWith('\n') ? '' : ending;
  return `${existing}${gap}${outputFolder}/${ending}`;
}

/** The files that the Makefile works with. One of the same name that is not ours stays, and is returned. */
function planBuildFiles(facts: ProjectFacts, changes: Changes): string[] {
  const { project, root, existing, settings } = facts;
  const paths = [...(separatesAws(facts) ? ['aws.mk'] : []), ...linkerFiles];
  const isForeign = (path: string) =>
    settings === undefined &&
    existing.has(path) &&
    existing.get(path) !== template(`templates/project/${path}`);
  for (const path of paths.filter((one) => !isForeign(one))) {
    changes.write(path, existing.get(path), template(`templates/project/${path}`));
  }
  const targets = posixPath(relative(project.folder, join(root, 'linker/linker.targets')));
  changes.edit(project.file.xml, addImport(project, targets, `How "${makeCommand(facts)} publish" links.`));
  return paths.filter(isForeign);
}

/**
 * What a converted project gets at its top. A file of the same name that is there already stays; the remarks say
 * so.
 */
export function planTopFiles(facts: ProjectFacts, changes: Changes, settings: Settings): string[] {
  const isNew = facts.settings === undefined;
  const own = makefileName(facts);
  const files: readonly (readonly [string, () => string])[] = [
    [own, () => makefileText(facts, settings)],
    ['Dockerfile.al2', () => template('Dockerfile.al2')],
    ['.dockerignore', () => template('templates/project/dockerignore')],
  ];
  const remarks: string[] = [];
  if (isNew && own === ownMakefile)
    remarks.push(
      `Makefile is there already and stays; the targets are in ${own}: ${makeCommand(facts)} package.`,
    );
  for (const [path, contents] of files) {
    if (!facts.existing.has(path)) changes.write(path, undefined, contents());
    else if (isNew && path !== '.dockerignore')
      remarks.push(`${path} is there already and stays; the one of this conversion was not written.`);
  }
  const kept = writesMakefile(facts) ? planBuildFiles(facts, changes) : [];
  remarks.push(
    ...kept.map((path) => `${path} is there already and stays; the targets need the one of a new project.`),
  );
  const written = facts.existing.get(own);
  if (facts.settings && written !== undefined) {
    changes.write(own, written, updateMakefile(written, facts.settings, settings));
  }
  const ignored = facts.existing.get('.gitignore');
  changes.write('.gitignore', ignored, gitignore(ignored));
  return remarks;
}
