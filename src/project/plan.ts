import { posix } from 'node:path';
import { packageFilesBelow } from '../package.ts';
import { findSample } from '../samples/catalogue.ts';
import type { Sample } from '../samples/sample.ts';
import { runtimeFiles, runtimeFolder, runtimeTemplates } from './runtime-project.ts';
import type { Settings } from './settings.ts';
import { classNameOf, type Renaming, renameType } from './source.ts';

/** How a template becomes a file: as it is, through EJS, with a sample's names replaced, or with a version stamped. */
type Kind = 'copy' | 'ejs' | 'source' | 'runtime';

/** A file of a project and where its text comes from. */
export interface PlannedFile {
  /** Relative to this package, with forward slashes. */
  readonly from: string;
  /** Relative to the project. */
  readonly to: string;
  readonly kind: Kind;
  /** The names that replace a sample's; without them only the namespace is replaced. */
  readonly renaming?: Renaming;
  /** Belongs to several samples, so that it may be there already. */
  readonly shared?: boolean;
}

interface Row extends PlannedFile {
  readonly when?: (settings: Settings) => boolean;
}

const builtin = (settings: Settings) => settings.library === 'builtin';
const aws = (settings: Settings) => settings.library === 'aws';

/** The ILambdaContext that tests hand over. */
export function testContextFile(tests: string): PlannedFile {
  return {
    from: 'templates/project/TestLambdaContext.cs',
    to: `${tests}/TestLambdaContext.cs`,
    kind: 'source',
  };
}

/** What a project is linked, checked and packed with, relative to it; the same in every project. */
export const linkerFiles = [
  'linker/linker.targets',
  'linker/tasks.targets',
  'linker/BootstrapTasks.cs.txt',
  'linker/zip.proj',
  'linker/ready.sh',
  'linker/check.sh',
] as const;

/** What every project gets. `{ns}` stands for the root namespace. */
const projectFiles: readonly Row[] = [
  { from: 'Dockerfile.al2', to: 'Dockerfile.al2', kind: 'copy' },
  { from: 'templates/project/Makefile.ejs', to: 'Makefile', kind: 'ejs' },
  { from: 'templates/project/aws.mk', to: 'aws.mk', kind: 'copy' },
  ...linkerFiles.map((to): Row => ({ from: `templates/project/${to}`, to, kind: 'copy' })),
  { from: 'templates/project/README.md.ejs', to: 'README.md', kind: 'ejs' },
  { from: 'templates/project/gitignore', to: '.gitignore', kind: 'copy' },
  { from: 'templates/project/gitattributes', to: '.gitattributes', kind: 'copy' },
  { from: 'templates/project/dockerignore', to: '.dockerignore', kind: 'copy' },
  { from: 'templates/project/editorconfig', to: '.editorconfig', kind: 'copy' },
  { from: 'templates/project/solution.slnx.ejs', to: '{ns}.slnx', kind: 'ejs' },
  { from: 'templates/project/project.csproj.ejs', to: 'src/{ns}/{ns}.csproj', kind: 'ejs' },
  { from: 'templates/project/Program.builtin.cs.ejs', to: 'src/{ns}/Program.cs', kind: 'ejs', when: builtin },
  { from: 'templates/project/Program.aws.cs.ejs', to: 'src/{ns}/Program.cs', kind: 'ejs', when: aws },
  {
    from: 'templates/project/FunctionJsonContext.cs.ejs',
    to: 'src/{ns}/FunctionJsonContext.cs',
    kind: 'ejs',
  },
  { from: 'templates/project/tests.csproj.ejs', to: 'test/{ns}.Tests/{ns}.Tests.csproj', kind: 'ejs' },
  testContextFile('test/{ns}.Tests'),
];

const intoNamespace = (path: string, namespace: string) => path.replaceAll('{ns}', namespace);

/** The runtime client is a project of its own, which is the same in every project. */
const plannedRuntime = (): PlannedFile[] =>
  runtimeFiles().map((path) => ({
    from: `${runtimeTemplates}/${path}`,
    to: `${runtimeFolder}/${path}`,
    kind: 'runtime',
  }));

const isEjs = (path: string) => path.endsWith('.ejs');
const withoutEjs = (path: string) => path.replace(/\.ejs$/, '');

/** An extra is a folder that lies over the project's: `NAME.ejs` is rendered, the rest copied. */
function extraFiles({ namespace, with: extras }: Settings): PlannedFile[] {
  return extras.flatMap((extra) => {
    const folder = `templates/extras/${extra}`;
    return packageFilesBelow(folder).map((path): PlannedFile => {
      const to = intoNamespace(path, namespace);
      return { from: `${folder}/${path}`, to: withoutEjs(to), kind: isEjs(to) ? 'ejs' : 'copy' };
    });
  });
}

/** Where a sample goes: names, and the folders of the project's sources and tests (undefined for no tests). */
export interface SamplePlace {
  readonly namespace: string;
  readonly handler: string;
  readonly className: string;
  readonly sources: string;
  readonly tests: string | undefined;
  /** Whether the project's runtime client has the host that tests run handlers in. */
  readonly hasTestHost: boolean;
  /** The project's JsonSerializerContext, where it is not called as the samples call it. */
  readonly context?: string;
}

/** A sample's own files, and those that it shares with others. */
export function planSample(sample: Sample, place: SamplePlace): PlannedFile[] {
  const { handler, sources, tests, hasTestHost } = place;
  const folder = `templates/samples/${sample.id}`;
  const renaming: Renaming = {
    namespace: place.namespace,
    from: sample.class,
    to: place.className,
    sample: sample.id,
    handler,
    ...(place.context === undefined ? {} : { context: place.context }),
  };
  const folders: Readonly<Record<string, string | undefined>> = {
    src: sources,
    test: tests,
    host: hasTestHost ? tests : undefined,
    files: '.',
  };
  const targetOf = (source: string): string | undefined => {
    const path = withoutEjs(source);
    const [top = '', ...rest] = path.split('/');
    if (path === 'event.json') return `events/${handler}.json`;
    if (path === 'guide.md') return `docs/${handler}.md`;
    if (top === 'events') return `events/${handler}-${rest.join('/')}`;
    const target = folders[top];
    return target === undefined
      ? undefined
      : posix.join(target, ...rest.map((name) => renameType(name, renaming)));
  };
  const own = packageFilesBelow(folder).map((path) => ({ from: `${folder}/${path}`, to: targetOf(path) }));
  const shared = (sample.shared ?? []).map((path) => ({
    from: `templates/shared/${path}`,
    to: targetOf(path),
    shared: true,
  }));
  const kindOf = (from: string, to: string): Kind =>
    isEjs(from) ? 'ejs' : to.startsWith('events/') ? 'copy' : 'source';
  return [...own, ...shared].flatMap(({ to, ...file }) =>
    to === undefined ? [] : [{ ...file, to, kind: kindOf(file.from, to), renaming }],
  );
}

/**
 * The files of a new project: a list to read, nothing is rendered or written yet. The settings file is not
 * among them, since it is data and no template.
 */
export function planProject(settings: Settings): PlannedFile[] {
  const { namespace, library, functions } = settings;
  const common = projectFiles
    .filter(({ when }) => when === undefined || when(settings))
    .map(({ when, ...file }) => ({ ...file, to: intoNamespace(file.to, namespace) }));
  const samples = functions.flatMap(({ sample: id, handler }) => {
    if (id === undefined) return [];
    const sample = findSample(id);
    const className = classNameOf(sample, { handler, namespace });
    const place = {
      namespace,
      handler,
      className,
      sources: `src/${namespace}`,
      tests: `test/${namespace}.Tests`,
      hasTestHost: builtin(settings),
    };
    return planSample(sample, place);
  });
  return [...common, ...(library === 'builtin' ? plannedRuntime() : []), ...extraFiles(settings), ...samples];
}
