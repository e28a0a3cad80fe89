import ejs from 'ejs';
import { lineEnding } from '../dotnet/splice.ts';
import { packageFilesBelow, packageVersion, packageText as template } from '../package.ts';
import { projectFile, type Settings } from '../project/settings.ts';
import type { Changes } from './changes.ts';
import { ownMakefile, type ProjectFacts } from './facts.ts';
import { folderOf, inFolder, shown } from './locate.ts';

/** Sets a variable where the Makefile defines it. */
function setVariable(makefile: string, name: string, value: string): string {
  return makefile.replace(new RegExp(`^(${name}\\s*:=) .*$`, 'm'), (_, start: string) => `${start} ${value}`);
}

function makefile(facts: ProjectFacts, settings: Settings): string {
  const [first] = settings.functions;
  const text = ejs.render(template('templates/project/Makefile.ejs'), {
    ...settings,
    zipFiles: [],
    dotnetVersion: settings.framework.replace('net', ''),
    functionName: first?.name,
    handler: first?.handler,
    memorySize: first?.memorySize,
    timeout: first?.timeout,
  });
  const folders = [facts.folder, ...facts.tests.map((test) => folderOf(facts.root, test))];
  const built = folders.flatMap((folder) => [inFolder(folder, 'bin'), inFolder(folder, 'obj')]);
  const withProject = setVariable(text, 'PROJECT', projectFile(settings));
  const [test] = facts.tests;
  const withTests = setVariable(withProject, 'TESTS', test ? folderOf(facts.root, test) : '$(PROJECT)');
  return withTests.replace(
    /^(clean:.*\n\t)rm -rf .*$/m,
    `$1rm -rf dist ${built.map((path) => (path.includes(' ') ? `"${path}"` : path)).join(' ')}`,
  );
}

/** The name of the Makefile that is ours: one that a person has stays, with the targets in a file beside it. */
function makefileName({ existing, settings }: ProjectFacts): string {
  const hasForeign = settings === undefined ? existing.has('Makefile') : existing.has(ownMakefile);
  return hasForeign ? ownMakefile : 'Makefile';
}

/** How its targets are made. */
export const makeCommand = (facts: ProjectFacts) =>
  makefileName(facts) === ownMakefile ? `make -f ${ownMakefile}` : 'make';

const targets =
  /\bmake (?=(build|test|publish|strip|check|zip|package|size|docker-package|docker-run|local|invoke|deploy|invoke-remote|cold-start|logs|clean)\b)/g;

/** The same targets in a file that make does not find by itself. */
const besideMakefile = (text: string) =>
  text
    .replaceAll(targets, `make -f ${ownMakefile} `)
    .replaceAll('$(MAKE) --no-print-directory', `$(MAKE) --no-print-directory -f ${ownMakefile}`)
    .replace(/^(# .*)"make" lists/m, `$1"make -f ${ownMakefile}" lists`)
    .replace(/^(help: .*\n.*) Makefile$/m, `$1 ${ownMakefile}`);

/** The Makefile of an earlier conversion with what was decided anew; a person's own values stay. */
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

function gitignore(existing: string | undefined): string {
  if (existing === undefined) return template('templates/project/gitignore');
  if (/^\/?dist\/?\s*$/m.test(existing)) return existing;
  const ending = lineEnding(existing);
  const gap = existing === '' || existing.endsWith('\n') ? '' : ending;
  return `${existing}${gap}dist/${ending}`;
}

/**
 * What a converted project gets at its top. A file of the same name that is there already stays; the remarks say
 * so.
 */
export function planTopFiles(facts: ProjectFacts, changes: Changes, settings: Settings): string[] {
  const isNew = facts.settings === undefined;
  const own = makefileName(facts);
  const files: readonly (readonly [string, () => string])[] = [
    [own, () => (own === 'Makefile' ? makefile(facts, settings) : besideMakefile(makefile(facts, settings)))],
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
  // The Makefile's ZIG=1 links with it.
  const linker = 'linker/zig-cc';
  if (isNew && !facts.existing.has(linker))
    changes.writeProgram(linker, template(`templates/project/${linker}`));
  const written = facts.existing.get(own);
  if (facts.settings && written !== undefined) {
    changes.write(own, written, updateMakefile(written, facts.settings, settings));
  }
  const ignored = facts.existing.get('.gitignore');
  changes.write('.gitignore', ignored, gitignore(ignored));
  return remarks;
}

const runtimeFolder = ({ folder }: ProjectFacts) => inFolder(folder, 'LambdaRuntime');

/** Whether a file is a part of the built-in runtime that an earlier conversion wrote. */
export function isRuntimeFile(facts: ProjectFacts, path: string): boolean {
  return (
    facts.settings?.library === 'builtin' && shown(facts.root, path).startsWith(`${runtimeFolder(facts)}/`)
  );
}

/** The built-in runtime's source, for a folder of the project; what an earlier version wrote there is replaced. */
export function planRuntimeFiles(facts: ProjectFacts, changes: Changes): void {
  const folder = 'templates/runtime';
  // Where the project does not turn nullable annotations on, the runtime's files do it for themselves.
  const isNullable = facts.project.evaluation.get('Nullable')?.toLowerCase() === 'enable';
  const prefix = isNullable ? '' : '#nullable enable\n';
  const earlier = new Map(facts.sources.map(({ source }) => [shown(facts.root, source.path), source.text]));
  for (const name of packageFilesBelow(folder).filter((file) => file.endsWith('.cs'))) {
    const path = `${runtimeFolder(facts)}/${name}`;
    changes.write(path, earlier.get(path), prefix + template(`${folder}/${name}`));
  }
}

/** Brings the built-in runtime of a project up to date that an earlier version of this package converted. */
export function planNewerRuntime(facts: ProjectFacts, changes: Changes): void {
  const { settings } = facts;
  const isOurs = settings?.library === 'builtin' && settings.project !== undefined;
  if (isOurs && settings.version !== packageVersion()) planRuntimeFiles(facts, changes);
}
