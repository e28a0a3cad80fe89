import { totalmem } from 'node:os';
import { parse } from 'node:path';
import { chosenSdk, foreignSdkPaths, readGlobalJson } from '../../dotnet/global-json.ts';
import { canRun } from '../../emulator/bootstrap.ts';
import { UserError } from '../../errors.ts';
import { findAbove } from '../../files/find.ts';
import { readText } from '../../files/text.ts';
import { architectures, hostArchitecture } from '../../platform/architectures.ts';
import { hostGlibc } from '../../platform/glibc.ts';
import { findProgram, type Lookup } from '../../processes/find-program.ts';
import { run } from '../../processes/run.ts';
import { searchPath } from '../../processes/search-path.ts';
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
  make: { args: ['--version'], pattern: /GNU Make (\d[\w.]*)/ },
  readelf: { args: ['--version'], pattern: /(\d+\.\d[\w.]*)\s*$/m },
  docker: { args: ['--version'], pattern: /version (\d[\w.]*)/ },
  zig: { args: ['version'], pattern: /^(\d\S*)/ },
};

const firstLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? '';

/**
 * Where tools are asked: a folder that only the administrator writes to. dotnet and others look for files of
 * the current folder and of those above it (global.json), and do what these say.
 */
const neutralFolder = parse(process.execPath).root;

const quiet = { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', LC_ALL: 'C' };

/** Runs a command for its text; what it complains of is cut to its first line. */
async function ask(
  path: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Answer> {
  const limits = { timeoutMs: patienceMs, mostOutput: longestAnswer };
  const answer = await run(path, args, { cwd: neutralFolder, folder, env, extra: quiet, ...limits });
  const { ok, timedOut, stdout, stderr, problem } = answer;
  if (timedOut) return { problem: `no answer within ${patienceMs / 1000} seconds` };
  if (!ok) return { problem: firstLine(stderr) || firstLine(stdout) || firstLine(problem) };
  return { text: stdout.trim() };
}

/** The answer to a question about a tool, where the tool is there at all. */
type Question = (name: ToolName, ...args: string[]) => Promise<Answer | undefined>;

async function findTool(name: ToolName, path: string, question: Question): Promise<Tool> {
  const asked = versionQuestions[name];
  if (asked === undefined) return { path };
  const answer = (await question(name, ...asked.args)) as Answer;
  return 'problem' in answer
    ? { path, problem: answer.problem }
    : { path, version: asked.pattern.exec(answer.text)?.[1] };
}

async function firstManager(lookup: Lookup): Promise<PackageManager | undefined> {
  const there = await Promise.all(packageManagers.map((name) => findProgram(name, lookup)));
  return packageManagers.find((_, i) => there[i] !== undefined);
}

/** `dotnet --list-sdks` prints "VERSION [FOLDER]" a line. */
const sdksOf = (answer: Answer | undefined): string[] =>
  answer !== undefined && 'text' in answer
    ? answer.text.split('\n').flatMap((line) => /^(\d+\.\d+\.\S+) \[/.exec(line)?.[1] ?? [])
    : [];

/**
 * The SDK that dotnet takes in a folder. It is worked out here: dotnet itself would start what a global.json names.
 * @param answer what dotnet said of the installed ones.
 */
async function sdkIn(
  folder: string,
  installed: readonly string[] | undefined,
  answer: Answer | undefined,
): Promise<Pick<MachineFacts, 'sdk' | 'sdkPaths'>> {
  if (installed === undefined) return { sdk: undefined, sdkPaths: undefined };
  if (answer !== undefined && 'problem' in answer) return { sdk: answer, sdkPaths: undefined };
  try {
    const file = await findAbove(folder, 'global.json');
    const request = file === undefined ? {} : readGlobalJson((await readText(file)) ?? '', file);
    const paths = foreignSdkPaths(request);
    const text = chosenSdk(installed, request);
    const problem = `${file} asks for ${request.version ?? 'another one'}`;
    return {
      sdk: text === undefined ? { problem } : { text },
      sdkPaths: file === undefined || paths.length === 0 ? undefined : { file, paths },
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { sdk: { problem: error.message }, sdkPaths: undefined };
  }
}

/** A compiler prints the name as it came when it does not find the file. */
async function hasLibrary(question: Question, file: string): Promise<boolean | undefined> {
  const answer =
    (await question('clang', `-print-file-name=${file}`)) ??
    (await question('gcc', `-print-file-name=${file}`));
  return answer !== undefined && 'text' in answer ? answer.text !== file : undefined;
}

/** A container's limit counts where it is below what the machine has. */
function memory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Looks at this machine: files, environment, and tools that are asked for their versions. No network. */
export async function gatherMachine(folder: string, env: NodeJS.ProcessEnv): Promise<MachineFacts> {
  const lookup = { folder, env };
  const paths = new Map<ToolName, string>();
  await Promise.all(
    toolNames.map(async (name) => {
      const found = await findProgram(name, lookup);
      if (found !== undefined) paths.set(name, found);
    }),
  );
  const question: Question = async (name, ...args) => {
    const program = paths.get(name);
    return program === undefined ? undefined : ask(program, args, folder, env);
  };
  const [tools, sdks, daemon, hasZlib, packageManager, runs, aws] = await Promise.all([
    Promise.all(
      [...paths].map(async ([name, place]) => [name, await findTool(name, place, question)] as const),
    ),
    question('dotnet', '--list-sdks'),
    question('docker', 'version', '--format', '{{.Server.Version}}'),
    hasLibrary(question, 'libz.so'),
    firstManager(lookup),
    Promise.all(architectures.map((architecture) => canRun(architecture))),
    gatherAws(env),
  ]);
  const installed = paths.has('dotnet') ? sdksOf(sdks) : undefined;
  return {
    platform: process.platform,
    architecture: hostArchitecture(),
    isRoot: process.getuid?.() === 0,
    node: process.versions.node,
    memory: memory(),
    glibc: hostGlibc(),
    packageManager,
    tools: Object.fromEntries(tools),
    sdks: installed,
    ...(await sdkIn(folder, installed, sdks)),
    refusedPaths: searchPath(env, folder).refused,
    daemon,
    hasZlib,
    runs: architectures.filter((_, i) => runs[i]),
    aws,
  };
}
