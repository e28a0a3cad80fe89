import { dirname, join, relative } from 'node:path';
import { cdkFunctions } from '../../convert/read/cdk.ts';
import {
  type DeployedFunction,
  defaultsFunctions,
  templateFunctions,
} from '../../convert/read/deployment.ts';
import { readStructured } from '../../convert/read/document.ts';
import { terraformFunctions } from '../../convert/read/terraform.ts';
import { loadCSharp } from '../../dotnet/csharp.ts';
import { type LoadedProject, loadProject } from '../../dotnet/files.ts';
import { readRuntimeFiles } from '../../dotnet/runtime-files.ts';
import { UserError } from '../../errors.ts';
import { findFiles } from '../../files/find.ts';
import { isFile, statIfThere } from '../../files/look.ts';
import { posixPath } from '../../files/paths.ts';
import { readText } from '../../files/text.ts';
import { readSources } from '../../functions/sources.ts';
import { packageRoot } from '../../package.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { cdkStackFile } from '../../project/infrastructure/cdk-files.ts';
import { makefile, ownMakefile } from '../../project/makefile.ts';
import {
  parseWithUnknown,
  projectFile,
  type Settings,
  settingsFile,
  settingsKey,
} from '../../project/settings.ts';
import { readCode } from './code.ts';
import type { CodeFacts, CopiedFile, EventFile, ProjectFacts, TextFile } from './facts.ts';

/** What a folder is: a project of ours, one whose settings are damaged, or none. */
export type Place =
  | { readonly kind: 'project'; readonly project: ProjectFacts }
  | { readonly kind: 'damaged'; readonly problem: string }
  | { readonly kind: 'none' };

type ReadFunctions = (text: string, path: string) => DeployedFunction[];

const structured =
  (functions: typeof templateFunctions): ReadFunctions =>
  (text, path) =>
    functions(readStructured(text, path));

/** Names of files that say what goes to AWS, and how each is read. */
const deploymentFiles: readonly (readonly [name: string, read: ReadFunctions])[] = [
  ['template.yaml', structured(templateFunctions)],
  ['template.yml', structured(templateFunctions)],
  ['serverless.template', structured(templateFunctions)],
  ['aws-lambda-tools-defaults.json', structured(defaultsFunctions)],
  ['infra/main.tf', terraformFunctions],
];

/** Files that every project has the same, and that its Makefile works with. */
const copiedFiles: readonly (Pick<CopiedFile, 'path' | 'purpose'> & {
  readonly from: string;
})[] = [
  {
    path: 'Dockerfile.al2',
    from: 'Dockerfile.al2',
    purpose: '"make docker-package" builds with it.',
  },
  {
    path: 'linker/ready.sh',
    from: 'templates/project/linker/ready.sh',
    purpose: '"make publish" looks for its tools with it.',
  },
  {
    path: 'linker/check.sh',
    from: 'templates/project/linker/check.sh',
    purpose: '"make check" is it.',
  },
  {
    path: 'linker/zip.proj',
    from: 'templates/project/linker/zip.proj',
    purpose: '"lambda-nativeaot build" and "make zip" pack with it.',
  },
];

/** The text of a UserError; anything else is a bug of ours and goes on. */
function problemText(error: unknown): string {
  if (error instanceof UserError) return error.message;
  throw error;
}

/** Reads files beside the sources; what is wrong with one is kept as a sentence. */
class FileReader {
  readonly #folder: string;
  readonly unreadable: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What is read, or nothing where that cannot be read. */
  async orNone<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
    try {
      return await read();
    } catch (error) {
      this.unreadable.push(problemText(error));
      return [];
    }
  }

  /** What `read` makes of the text; undefined where there is no such file, or none that can be read. */
  async read<T>(path: string, read: (file: TextFile) => T): Promise<T | undefined> {
    try {
      const text = await readText(join(this.#folder, path));
      return text === undefined ? undefined : read({ path, text });
    } catch (error) {
      this.unreadable.push(problemText(error));
      return undefined;
    }
  }
}

const readRuntimeClient = async (folder: string, settings: Settings, project: LoadedProject | undefined) =>
  project === undefined ? [] : readRuntimeFiles(folder, settings, project);

const asItIs = (file: TextFile) => file;

async function eventProblem(path: string): Promise<string | undefined> {
  const info = await statIfThere(path);
  if (!info?.isFile()) return 'is not there';
  if (info.size > lambdaLimits.syncPayload)
    return `has more than ${lambdaLimits.syncPayload} bytes, Lambda's limit`;
  try {
    JSON.parse((await readText(path)) ?? '');
    return undefined;
  } catch (error) {
    return `is not JSON (${(error as Error).message.split('\n')[0]})`;
  }
}

function readEvents(folder: string, { functions }: Settings): Promise<EventFile[]> {
  const paths = new Set(functions.flatMap(({ event }) => (event === undefined ? [] : [event])));
  return Promise.all(
    [...paths].map(async (path) => ({
      path,
      functions: functions.filter(({ event }) => event === path).map(({ name }) => name),
      problem: await eventProblem(join(folder, path)),
    })),
  );
}

async function readCopy(
  files: FileReader,
  { path, from, purpose }: (typeof copiedFiles)[number],
): Promise<CopiedFile> {
  const file = await files.read(path, asItIs);
  return {
    path,
    purpose,
    text: file?.text,
    template: file ? undefined : await readText(join(packageRoot(), from)),
  };
}

/** The functions of the CDK app's constructs, where a project has one. */
async function readCdkApp(
  files: FileReader,
  folder: string,
  settings: Settings,
): Promise<DeployedFunction[]> {
  if (!settings.with.includes('cdk')) return [];
  const paths = await files.orNone(() =>
    findFiles(join(folder, dirname(cdkStackFile)), (name) => name.endsWith('.cs')),
  );
  const parser = await loadCSharp();
  const read = await Promise.all(
    paths.map((path) =>
      files.read(posixPath(relative(folder, path)), (file) => cdkFunctions(parser, file.text, file.path)),
    ),
  );
  return read.flatMap((functions) => functions ?? []);
}

async function readDeployed(
  files: FileReader,
  folder: string,
  settings: Settings,
): Promise<DeployedFunction[]> {
  const read = await Promise.all(
    deploymentFiles.map(([name, functions]) => files.read(name, ({ text }) => functions(text, name))),
  );
  return [...read.flatMap((functions) => functions ?? []), ...(await readCdkApp(files, folder, settings))];
}

/** The project file alone, where the sources are what cannot be read. */
const loadAlone = (path: string): Promise<LoadedProject | undefined> =>
  loadProject(path).catch(() => undefined);

async function readDotnet(folder: string, settings: Settings) {
  try {
    const sources = await readSources(folder, settings);
    const code: CodeFacts = readCode(sources, settings);
    return { dotnet: sources.project, code, problem: undefined };
  } catch (error) {
    const problem = problemText(error);
    const path = join(folder, projectFile(settings));
    return { dotnet: (await isFile(path)) ? await loadAlone(path) : undefined, code: undefined, problem };
  }
}

/** Whether a .yo-rc.json is in order and has nothing of ours: other generators keep their settings there too. */
function isOfOthers(text: string): boolean {
  if (text.includes(settingsKey)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads the project in a folder. Nothing in it is run. */
export async function gatherProject(folder: string): Promise<Place> {
  let read: ReturnType<typeof parseWithUnknown>;
  try {
    const text = await readText(join(folder, settingsFile));
    if (text === undefined || isOfOthers(text)) return { kind: 'none' };
    read = parseWithUnknown(text);
  } catch (error) {
    return { kind: 'damaged', problem: problemText(error) };
  }
  const { settings, unknown: unknownSettings } = read;
  const files = new FileReader(folder);
  const code = await readDotnet(folder, settings);
  const project: ProjectFacts = {
    folder,
    settings,
    unknownSettings,
    ...code,
    runtimeFiles: await files.orNone(() => readRuntimeClient(folder, settings, code.dotnet)),
    // A conversion beside a Makefile of another kind has its targets in a file of their own.
    makefile: (await files.read(ownMakefile, asItIs)) ?? (await files.read(makefile, asItIs)),
    copies: await Promise.all(copiedFiles.map((file) => readCopy(files, file))),
    events: await readEvents(folder, settings),
    deployed: await readDeployed(files, folder, settings),
    unreadable: files.unreadable,
  };
  return { kind: 'project', project };
}
