import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { formatSettings, type Settings } from '../../src/project/settings.ts';
import { bin } from '../support/bin.ts';
import { buildBootstrap, hostArchitecture, temporaryFolder, until } from './support.ts';

/** A project whose native build is the C bootstrap, so that nothing has to be compiled by .NET. */
export function project(handlers: readonly string[], changes: Partial<Settings> = {}): string {
  const folder = temporaryFolder();
  const functions = handlers.map((handler) => ({
    name: `project-${handler}`,
    handler,
    memorySize: 128,
    timeout: 5,
    event: 'events/first.json',
  }));
  const settings: Settings = {
    version: '0.1.0',
    name: 'project',
    namespace: 'Project',
    framework: 'net10.0',
    architecture: hostArchitecture,
    runtime: 'provided.al2023',
    library: 'builtin',
    with: [],
    functions,
    ...changes,
  };
  writeFileSync(join(folder, '.yo-rc.json'), formatSettings(settings));
  mkdirSync(join(folder, 'events'));
  writeFileSync(join(folder, 'events', 'first.json'), '{"n":1}');
  writeFileSync(join(folder, 'events', 'second.json'), '{"n":2}');
  buildBootstrap(join(folder, 'dist', 'publish'));
  return folder;
}

export interface RunningLocal {
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  readonly start: { functions: { name: string; url: string; runtimeApi: string }[] };
  stderr(): string;
  /** Ends it by a signal; its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | undefined>;
}

/** A PATH on which dotnet is a script for a shell, beside a linker. */
export function dotnetStandIn(script: string): { PATH: string } {
  const tools = temporaryFolder();
  for (const [name, text] of Object.entries({ dotnet: script, gcc: '' }))
    writeFileSync(join(tools, name), `#!/bin/sh\n${text}`, { mode: 0o755 });
  return { PATH: `${tools}:${process.env.PATH}` };
}

/** `local` with a free port, as a script would start it. */
export const local = (folder: string, ...flags: string[]): Promise<RunningLocal> =>
  localIn({}, folder, ...flags);

/** The same with variables of the environment. */
export async function localIn(
  env: Record<string, string>,
  folder: string,
  ...flags: string[]
): Promise<RunningLocal> {
  const child = execa(process.execPath, [bin, 'local', '--port', '0', '--json', ...flags], {
    cwd: folder,
    env,
    stdin: 'ignore',
    reject: false,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  await until(() => out.trimEnd().endsWith('}') || child.exitCode !== null);
  const start = JSON.parse(out);
  return {
    pid: child.pid as number,
    url: start.url,
    port: start.port,
    start,
    stderr: () => err,
    end: async (signal = 'SIGINT') => {
      child.kill(signal);
      return (await child).exitCode;
    },
  };
}
