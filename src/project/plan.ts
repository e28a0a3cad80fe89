import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { packageRoot } from '../package.ts';
import { findSample, samplesFolder } from '../samples/catalogue.ts';
import type { Settings } from './settings.ts';

/** How a template becomes a file: as it is, through EJS, or as a sample's source with names replaced. */
type Kind = 'copy' | 'ejs' | 'source';

/** A file of a project and where its text comes from. */
export interface PlannedFile {
  /** Relative to this package, with forward slashes. */
  readonly from: string;
  /** Relative to the project. */
  readonly to: string;
  readonly kind: Kind;
}

interface Row extends PlannedFile {
  readonly when?: (settings: Settings) => boolean;
}

const builtin = (settings: Settings) => settings.library === 'builtin';
const aws = (settings: Settings) => settings.library === 'aws';

/** What every project gets. `{ns}` stands for the root namespace. */
const projectFiles: readonly Row[] = [
  { from: 'Dockerfile.al2', to: 'Dockerfile.al2', kind: 'copy' },
  { from: 'templates/project/Makefile.ejs', to: 'Makefile', kind: 'ejs' },
  { from: 'templates/project/README.md.ejs', to: 'README.md', kind: 'ejs' },
  { from: 'templates/project/gitignore', to: '.gitignore', kind: 'copy' },
  { from: 'templates/project/dockerignore', to: '.dockerignore', kind: 'copy' },
  { from: 'templates/project/editorconfig', to: '.editorconfig', kind: 'copy' },
  { from: 'templates/project/project.csproj.ejs', to: 'src/{ns}/{ns}.csproj', kind: 'ejs' },
  { from: 'templates/project/Program.builtin.cs.ejs', to: 'src/{ns}/Program.cs', kind: 'ejs', when: builtin },
  { from: 'templates/project/Program.aws.cs.ejs', to: 'src/{ns}/Program.cs', kind: 'ejs', when: aws },
  {
    from: 'templates/project/FunctionJsonContext.cs.ejs',
    to: 'src/{ns}/FunctionJsonContext.cs',
    kind: 'ejs',
  },
  { from: 'templates/project/tests.csproj.ejs', to: 'test/{ns}.Tests/{ns}.Tests.csproj', kind: 'ejs' },
  {
    from: 'templates/project/TestLambdaContext.cs',
    to: 'test/{ns}.Tests/TestLambdaContext.cs',
    kind: 'source',
  },
];

/** The files below a folder of this package, relative to it, with forward slashes. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name)).map((path) => posix.join(entry.name, path))
      : [entry.name],
  );
}

/** The built-in runtime is copied as it is: it knows nothing of the project. */
function runtimeFiles({ namespace }: Settings): PlannedFile[] {
  const folder = 'templates/runtime';
  return filesBelow(join(packageRoot(), folder))
    .filter((path) => path.endsWith('.cs'))
    .map((path) => ({
      from: `${folder}/${path}`,
      to: `src/${namespace}/LambdaRuntime/${path}`,
      kind: 'copy',
    }));
}

/** A sample's own files: src and test go into the project's, the event is named after the handler. */
function sampleFiles(id: string, handler: string, namespace: string): PlannedFile[] {
  const places: Record<string, string> = { src: `src/${namespace}`, test: `test/${namespace}.Tests` };
  return filesBelow(join(samplesFolder(), id)).flatMap((path): PlannedFile[] => {
    const from = `templates/samples/${id}/${path}`;
    if (path === 'event.json') return [{ from, to: `events/${handler}.json`, kind: 'copy' }];
    const [top, ...rest] = path.split('/');
    const place = places[top as string];
    return place === undefined ? [] : [{ from, to: [place, ...rest].join('/'), kind: 'source' }];
  });
}

/**
 * The files of a new project: a list to read, nothing is rendered or written yet. The settings file is not
 * among them, since it is data and no template.
 */
export function planProject(settings: Settings): PlannedFile[] {
  const { namespace, library, functions } = settings;
  const common = projectFiles
    .filter(({ when }) => when === undefined || when(settings))
    .map(({ from, to, kind }) => ({ from, to: to.replaceAll('{ns}', namespace), kind }));
  return [
    ...common,
    ...(library === 'builtin' ? runtimeFiles(settings) : []),
    ...functions.flatMap(({ sample, handler }) =>
      sample === undefined ? [] : sampleFiles(findSample(sample).id, handler, namespace),
    ),
  ];
}
