import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDefaults } from '../../src/commands/command.ts';
import { newCommand } from '../../src/commands/new.ts';
import { runDoctor } from '../../src/doctor/command.ts';
import type { DoctorFlags } from '../../src/doctor/usage.ts';
import { UserError } from '../../src/errors.ts';
import { writeTree } from '../../src/files/write.ts';
import { type Answers, settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { paintFor } from '../../src/ui/colours.ts';
import { temporaryFolder } from '../support/folders.ts';

/** Tools with which a project can be built. */
export const complete = ['dotnet', 'make', 'clang', 'readelf'] as const;

/** A PATH with these tools alone, each a script that says a version; dotnet has an SDK. */
export async function pathOf(...tools: readonly string[]): Promise<Record<string, string>> {
  const folder = await temporaryFolder();
  const scripts: Record<string, string> = {
    dotnet: 'case $1 in --list-sdks) echo "10.0.100 [/sdk]";; *) echo 10.0.100;; esac',
    make: 'echo GNU Make 4.3',
  };
  for (const tool of tools) {
    const script = `#!/bin/sh\n${scripts[tool] ?? 'echo version 1.0'}\n`;
    writeFileSync(join(folder, tool), script, { mode: 0o755 });
  }
  return { PATH: folder, HOME: folder };
}

/** Writes a project as `new` does, and returns its folder. */
export async function projectFolder(name: string, answers: Partial<Answers> = {}): Promise<string> {
  const folder = join(await temporaryFolder(), name);
  const settings = settingsOf(name, { ...withDefaults(newCommand, {}), ...answers }, '0.1.0');
  await writeTree(folder, renderProject(settings));
  return folder;
}

/** What `--json` prints. */
export interface Report {
  readonly errors: number;
  readonly warnings: number;
  readonly artifact?: { readonly path: string; readonly architecture: string; readonly runtime: string };
  readonly fix?: { readonly written: boolean; readonly files: string[]; readonly diff: string };
  readonly findings: readonly {
    readonly area: string;
    readonly id: string;
    readonly severity: string;
    readonly what: string;
    readonly fix?: string;
    readonly fixable: boolean;
  }[];
}

export interface DoctorRun {
  readonly exitCode: number;
  readonly error: string | undefined;
  readonly text: string;
  readonly notes: readonly string[];
  readonly json: Report;
}

/** Runs the command in this process, on another PATH, and keeps what it says. */
export async function doctor(
  folder: string,
  env: Record<string, string>,
  flags: DoctorFlags = {},
  artifact?: string,
): Promise<DoctorRun> {
  const printed: string[] = [];
  const notes: string[] = [];
  let json: unknown;
  const output = {
    print: (text: string) => void printed.push(text),
    note: (text: string) => void notes.push(text),
    json: (value: unknown) => {
      json = JSON.parse(JSON.stringify(value));
    },
  };
  const paint = paintFor({}, true);
  let failure: UserError | undefined;
  try {
    await runDoctor({
      folder,
      startedIn: folder,
      artifact,
      flags,
      output,
      env,
      paint,
      width: 80,
      approve: async () => {},
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    failure = error;
  }
  return {
    exitCode: failure?.code ?? 0,
    error: failure?.message,
    text: printed.join('\n'),
    notes,
    json: json as Report,
  };
}

/** The ids of errors and warnings. */
export const problems = ({ json }: DoctorRun): string[] =>
  json.findings.filter(({ severity }) => /error|warning/.test(severity)).map(({ id }) => id);
