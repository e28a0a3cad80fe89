import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import type { EmulatedFunction } from '../../src/emulator/types.ts';
import { end, inTheWordsOfTheService, type Row, report, start } from './failure-rows.ts';
import { buildBootstrap, fixture, hostArchitecture, temporaryFolder } from './support.ts';

const folder = buildBootstrap();
const damaged = temporaryFolder();

/** A folder with a bootstrap made from the good one. */
function bootstrapFolder(name: string, change: (good: Buffer) => Buffer | string, mode = 0o755): string {
  const made = join(damaged, name);
  mkdirSync(made);
  writeFileSync(join(made, 'bootstrap'), change(readFileSync(join(folder, 'bootstrap'))));
  chmodSync(join(made, 'bootstrap'), mode);
  return made;
}

/** The same program, for the other processor as far as its header says. */
function forOtherMachine(good: Buffer): Buffer {
  const other = Buffer.from(good);
  other.writeUInt16LE(hostArchitecture === 'arm64' ? 62 : 183, 18);
  return other;
}

/** The same program with a loader that Lambda does not have. */
function withMuslLoader(good: Buffer): Buffer {
  const at = good.indexOf(hostArchitecture === 'arm64' ? '/lib/ld-linux' : '/lib64/ld-linux');
  const other = Buffer.from(good);
  other.write('/lib/ld-musl.so\0', at);
  return other;
}

const emptyFolder = join(damaged, 'empty');
mkdirSync(emptyFolder);

const initReports = (rest: string) =>
  ['init', 'invoke'].map((phase) => `INIT_REPORT Init Duration: N ms\tPhase: ${phase}\tStatus: ${rest}`);

/** A runtime that cannot be started: the init phase fails, and so does the second try within the invocation. */
function notStarted(failure: string, fn: EmulatedFunction, message: string): Row {
  const errorType = 'Runtime.InvalidEntrypoint';
  return {
    failure,
    fn,
    body: { errorType, errorMessage: `RequestId: ID Error: ${message}` },
    log: [
      ...initReports(`error\tError Type: ${errorType}`),
      start,
      `RequestId: ID Error: ${message}`,
      errorType,
      end,
      report(`Status: error\tError Type: ${errorType}`),
    ],
  };
}

const rows: Row[] = [
  notStarted(
    'no bootstrap',
    fixture(emptyFolder, 'missing'),
    "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
  ),
  notStarted(
    'wrong architecture',
    fixture(bootstrapFolder('other', forOtherMachine), 'other'),
    'fork/exec /var/task/bootstrap: exec format error',
  ),
  notStarted(
    'no ELF file and no script',
    fixture(
      bootstrapFolder('text', () => 'echo hello\n'),
      'text',
    ),
    'fork/exec /var/task/bootstrap: exec format error',
  ),
  notStarted(
    'not executable',
    fixture(
      bootstrapFolder('plain', (good) => good, 0o644),
      'plain',
    ),
    'fork/exec /var/task/bootstrap: permission denied',
  ),
  notStarted(
    'a script with CRLF',
    fixture(
      bootstrapFolder('crlf', () => '#!/bin/sh\r\nexit 0\r\n'),
      'crlf',
    ),
    'fork/exec /var/task/bootstrap: no such file or directory',
  ),
  notStarted(
    'a loader that is not there',
    fixture(bootstrapFolder('musl', withMuslLoader), 'musl'),
    'fork/exec /var/task/bootstrap: no such file or directory',
  ),
  {
    failure: 'exit in the init phase',
    fn: fixture(folder, 'init-exit'),
    body: {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: ID Error: Runtime exited with error: exit status 4',
    },
    log: [
      ...initReports('error\tError Type: Runtime.ExitError'),
      start,
      'RequestId: ID Error: Runtime exited with error: exit status 4',
      'Runtime.ExitError',
      end,
      report('Status: error\tError Type: Runtime.ExitError'),
    ],
  },
  {
    failure: 'init error',
    fn: fixture(folder, 'init-error'),
    body: { errorType: 'MissingSettings', errorMessage: 'no table', stackTrace: [] },
    log: [
      ...initReports('error\tError Type: Runtime.MissingSettings').flatMap((line) => [
        'the settings are missing',
        line,
      ]),
      start,
      end,
      report('Status: error\tError Type: Runtime.MissingSettings'),
    ],
  },
  {
    failure: 'init timeout',
    fn: fixture(folder, 'init-hang', { timeout: 0.2 }),
    body: {
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: ID Error: Task timed out after 0.20 seconds',
    },
    log: [
      ...initReports('timeout'),
      start,
      'TIME ID Task timed out after 0.20 seconds',
      '',
      end,
      report('Status: timeout'),
    ],
  },
];

describe('a failure of the init phase, in the words of the service', () => inTheWordsOfTheService(rows));
