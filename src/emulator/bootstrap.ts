import { join } from 'node:path';
import { type ManagedStart, managedStart } from '../artifact/managed-start.ts';
import { isExecutable, leadsSomewhere, statIfThere } from '../files/look.ts';
import { readHead } from '../files/read.ts';
import { type Architecture, architectureFacts, hostArchitecture } from '../platform/architectures.ts';
import { type Runtime, runtimeFacts } from '../platform/runtimes.ts';
import { type ExecProblem, execFailure, exitFailure, type Failure, noBootstrap } from './failures.ts';
import type { Launch } from './types.ts';

/**
 * Why the kernel would refuse a file, told from its first bytes. It is asked before the start because execvp
 * hands a file of another format to /bin/sh, which then fails in words that Lambda would never use.
 * Undefined when it can be tried; `interpreter` is what must exist besides.
 */
export function inspectHead(
  head: Buffer,
  architecture: Architecture,
): { problem?: ExecProblem; interpreter?: string } {
  if (head.subarray(0, 2).toString('latin1') === '#!') {
    const line = head.subarray(2).toString('latin1').split('\n', 1)[0] as string;
    // A carriage return stays part of the name, as it does for the kernel.
    return { interpreter: line.trimStart().split(/[ \t]/, 1)[0] as string };
  }
  const isElf = head.length >= 20 && head.subarray(0, 4).toString('latin1') === '\x7fELF';
  const matches =
    isElf && head[4] === 2 && head.readUInt16LE(18) === architectureFacts[architecture].elfMachine;
  return matches ? elfInterpreter(head) : { problem: 'exec format error' };
}

/** The dynamic loader that an ELF file of 64 bits names (PT_INTERP), as far as `head` reaches. */
function elfInterpreter(head: Buffer): { interpreter?: string } {
  if (head.length < 64) return {};
  const offset = Number(head.readBigUInt64LE(32));
  const size = head.readUInt16LE(54);
  const count = head.readUInt16LE(56);
  for (let i = 0; i < count; i++) {
    const at = offset + i * size;
    if (size < 56 || at + 56 > head.length) break;
    if (head.readUInt32LE(at) !== 3) continue;
    const start = Number(head.readBigUInt64LE(at + 8));
    const end = start + Number(head.readBigUInt64LE(at + 32));
    if (end > head.length || end - start < 2) break;
    return { interpreter: head.toString('latin1', start, end - 1) };
  }
  return {};
}

/** The kernel reads as much to find the interpreter of a script (BINPRM_BUF_SIZE is less). */
const headBytes = 4096;

/** Whether a machine can run Lambda's programs for `architecture`: one with Linux, natively or through qemu. */
export const canRun = (architecture: Architecture, platform: NodeJS.Platform = process.platform): boolean =>
  platform === 'linux' &&
  (isNative(architecture) || leadsSomewhere(architectureFacts[architecture].emulator));

const isNative = (architecture: Architecture) => hostArchitecture() === architecture;

/** What keeps a native program from being started, in the kernel's words; undefined when it can be tried. */
async function nativeProblem(command: string, architecture: Architecture): Promise<ExecProblem | undefined> {
  const { problem, interpreter } = inspectHead(await readHead(command, headBytes), architecture);
  if (problem || !canRun(architecture)) return 'exec format error';
  // qemu looks for the loader under a prefix of its own.
  if (interpreter === undefined || !isNative(architecture)) return undefined;
  return leadsSomewhere(interpreter) ? undefined : 'no such file or directory';
}

/** What keeps a file from being started; without an architecture its contents are not looked at. */
export async function execProblem(
  command: string,
  architecture: Architecture | undefined,
): Promise<ExecProblem | undefined> {
  if (!(await isExecutable(command))) return 'permission denied';
  if (architecture === undefined || process.platform !== 'linux') return undefined;
  return nativeProblem(command, architecture);
}

/** What keeps a program from being started, and what the log has of it before. */
export interface LaunchProblem {
  readonly failure: Failure;
  readonly line?: string;
}

/** What becomes of a managed runtime that does not start the native program. */
const managedProblem = (start: Exclude<ManagedStart, { is: 'program' }>, runtime: Runtime): LaunchProblem =>
  start.is === 'missing'
    ? { failure: exitFailure({ code: start.exitCode, signal: null }), line: start.line }
    : {
        failure: noBootstrap,
        line: `The emulator does not start ${start.file}; ${runtime} would, in place of the native program. Take it out of the zip.`,
      };

/** What keeps a program from being started, as the service words it; undefined when it can be tried. */
export async function launchProblem(
  { command, architecture, folder }: Launch,
  runtime: Runtime,
): Promise<LaunchProblem | undefined> {
  // A build for the JIT is no native program: no runtime of Lambda starts it.
  if (runtimeFacts[runtime].isManaged && architecture !== undefined) {
    const start = managedStart((file) => leadsSomewhere(join(folder, file)));
    if (start.is !== 'program') return managedProblem(start, runtime);
  }
  const info = await statIfThere(command);
  if (!info?.isFile()) return { failure: noBootstrap };
  const problem = await execProblem(command, architecture);
  return problem && { failure: execFailure(problem) };
}

/** The kernel's reason behind an error of spawn. */
export function spawnProblem({ code }: NodeJS.ErrnoException): ExecProblem {
  if (code === 'ENOENT') return 'no such file or directory';
  return code === 'EACCES' ? 'permission denied' : 'exec format error';
}
