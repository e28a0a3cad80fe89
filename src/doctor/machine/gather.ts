import { totalmem } from 'node:os';
import { execa } from 'execa';
import { canRun } from '../../emulator/bootstrap.ts';
import { findProgram } from '../../emulator/build.ts';
import { type Architecture, architectures } from '../../project/platform.ts';
import { gatherAws } from './aws.ts';
import {
  type Answer,
  type MachineFacts,
  type PackageManager,
  packageManagers,
  type Tool,
  type ToolName,
  toolNames,
} from './facts.ts';

/** A tool that takes longer to say its version is as good as missing. */
const patienceMs = 10_000;
/** More than any of these commands has to say. */
const longestAnswer = 1_000_000;

/** How a tool says its version. Tools without a row are only looked for. */
const versionQuestions: Partial<Record<ToolName, { args: readonly string[]; pattern: RegExp }>> = {
  clang: { args: ['--version'], pattern: /version (\d[\w.]*)/ },
  gcc: { args: ['-dumpfullversion', '-dumpversion'], pattern: /^(\d[\w.]*)/ },
  'ld.lld': { args: ['--version'], pattern: /LLD (\d[\w.]*)/ },
  zip: { args: ['-v'], pattern: /This is Zip (\d[\w.]*)/ },
  make: { args: ['--version'], pattern: /GNU Make (\d[\w.]*)/ },
  readelf: { args: ['--version'], pattern: /(\d+\.\d[\w.]*)\s*$/m },
  docker: { args: ['--version'], pattern: /version (\d[\w.]*)/ },
  zig: { args: ['version'], pattern: /^(\d\S*)/ },
};

const architectureNames: Partial<Record<string, Architecture>> = { x64: 'x86_64', arm64: 'arm64' };

const firstLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? '';

/** Runs a command for its text; what it complains of is cut to its first line. */
async function ask(
  path: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Answer> {
  const { failed, timedOut, stdout, stderr, shortMessage } = await execa(path, args, {
    cwd,
    env: { ...env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', LC_ALL: 'C' },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: patienceMs,
    maxBuffer: longestAnswer,
  });
  if (timedOut) return { problem: `no answer within ${patienceMs / 1000} seconds` };
  if (failed) return { problem: firstLine(stderr) || firstLine(stdout) || firstLine(shortMessage ?? '') };
  return { text: stdout.trim() };
}

/** The answer to a question about a tool, where the tool is there at all. */
type Question = (name: ToolName, ...args: string[]) => Promise<Answer | undefined>;

const find = (name: string, path: string) => findProgram(name, '', path).catch(() => undefined);

async function findTool(name: ToolName, path: string, question: Question): Promise<Tool> {
  const asked = versionQuestions[name];
  if (asked === undefined) return { path };
  const answer = (await question(name, ...asked.args)) as Answer;
  return 'problem' in answer
    ? { path, problem: answer.problem }
    : { path, version: asked.pattern.exec(answer.text)?.[1] };
}

async function firstManager(path: string): Promise<PackageManager | undefined> {
  const there = await Promise.all(packageManagers.map((name) => find(name, path)));
  return packageManagers.find((_, i) => there[i] !== undefined);
}

/** `dotnet --list-sdks` prints "VERSION [FOLDER]" a line. */
const sdksOf = (answer: Answer | undefined): string[] =>
  answer !== undefined && 'text' in answer
    ? answer.text.split('\n').flatMap((line) => /^(\d+\.\d+\.\S+) \[/.exec(line)?.[1] ?? [])
    : [];

/** A compiler prints the name as it came when it does not find the file. */
async function hasLibrary(question: Question, file: string): Promise<boolean | undefined> {
  const answer =
    (await question('clang', `-print-file-name=${file}`)) ??
    (await question('gcc', `-print-file-name=${file}`));
  return answer !== undefined && 'text' in answer ? answer.text !== file : undefined;
}

function glibc(): string | undefined {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime;
}

/** A container's limit counts where it is below what the machine has. */
function memory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Looks at this machine: files, environment, and tools that are asked for their versions. No network. */
export async function gatherMachine(folder: string, env: NodeJS.ProcessEnv): Promise<MachineFacts> {
  const path = env.PATH ?? env.Path ?? '';
  const paths = new Map<ToolName, string>();
  await Promise.all(
    toolNames.map(async (name) => {
      const found = await find(name, path);
      if (found !== undefined) paths.set(name, found);
    }),
  );
  const question: Question = async (name, ...args) => {
    const program = paths.get(name);
    return program === undefined ? undefined : ask(program, args, folder, env);
  };
  const [tools, sdks, sdk, daemon, hasZlib, packageManager, runs, aws] = await Promise.all([
    Promise.all(
      [...paths].map(async ([name, place]) => [name, await findTool(name, place, question)] as const),
    ),
    question('dotnet', '--list-sdks'),
    question('dotnet', '--version'),
    question('docker', 'version', '--format', '{{.Server.Version}}'),
    hasLibrary(question, 'libz.so'),
    firstManager(path),
    Promise.all(architectures.map(canRun)),
    gatherAws(env),
  ]);
  return {
    platform: process.platform,
    architecture: architectureNames[process.arch],
    isRoot: process.getuid?.() === 0,
    node: process.versions.node,
    memory: memory(),
    glibc: glibc(),
    packageManager,
    tools: Object.fromEntries(tools),
    sdks: paths.has('dotnet') ? sdksOf(sdks) : undefined,
    sdk,
    daemon,
    hasZlib,
    runs: architectures.filter((_, i) => runs[i]),
    aws,
  };
}
