import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** A way to write the measured function. */
export interface Contestant {
  readonly id: string;
  /** How tables and charts call it. */
  readonly title: string;
  /** A C source file, or the folder of a .NET project. */
  readonly source: string;
  /** What `dotnet publish` is told beyond the project; undefined for C. */
  readonly publish?: readonly string[];
  /** How the published program is started, given the folder it was published to. */
  readonly command: (folder: string) => readonly string[];
  /** True when the whole folder goes into the zip, and not the executable alone. */
  readonly wholeFolder?: boolean;
  /** The sample that is this program: its size is measured there, as "make package" leaves it, and its times here. */
  readonly sample?: string;
  /** True when it may fail to build for want of packages; the others may not. */
  readonly optional?: boolean;
}

const native = ['-p:PublishAot=true'];
const bootstrap = (folder: string) => [join(folder, 'bootstrap')];
const project = (name: string) => join(here, 'programs', name);

/** The uppercase function, from the limit to what is common. The first is what the others are compared with. */
export const contestants: readonly Contestant[] = [
  { id: 'c', title: 'C', source: join(here, 'c', 'bootstrap.c'), command: bootstrap },
  {
    id: 'builtin',
    title: 'NativeAOT, built-in runtime',
    source: project('builtin'),
    publish: native,
    command: bootstrap,
    sample: 'uppercase',
  },
  {
    id: 'httpclient',
    title: 'NativeAOT, HttpClient',
    source: project('httpclient'),
    publish: native,
    command: bootstrap,
  },
  {
    id: 'aws',
    title: 'NativeAOT, Amazon.Lambda.RuntimeSupport',
    source: project('aws'),
    publish: native,
    command: bootstrap,
    optional: true,
  },
  {
    id: 'readytorun',
    title: 'ReadyToRun, HttpClient',
    source: project('httpclient'),
    publish: ['-p:PublishReadyToRun=true', '--self-contained', 'true'],
    command: bootstrap,
    wholeFolder: true,
  },
  {
    id: 'jit',
    title: 'JIT, HttpClient',
    source: project('httpclient'),
    publish: ['--self-contained', 'false'],
    command: (folder) => ['dotnet', join(folder, 'bootstrap.dll')],
    wholeFolder: true,
  },
];

/** A function whose answer is its event, for events of 6 MB. */
export const echo: Contestant = {
  id: 'builtin-echo',
  title: 'NativeAOT, built-in runtime, echo',
  source: project('builtin-echo'),
  publish: native,
  command: bootstrap,
};
