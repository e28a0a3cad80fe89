import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { framesOf } from './recording/screen.ts';
import { record } from './recording/session.ts';
import { toSvg } from './recording/svg.ts';

// Records a terminal in which the README's first commands really run, and draws docs/recording.svg of it. It needs
// util-linux's script. Waits of more than a second are shown as one second and a bit, which the picture says.

const size = { columns: 80, rows: 24 };
const steps = [
  'lambda-nativeaot new hello-native --yes',
  'cd hello-native',
  'lambda-nativeaot build',
  `lambda-nativeaot invoke --payload '"Hello World"'`,
  'lambda-nativeaot cold-start',
].map((typed) => ({ typed }));

const scratch = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-recording-'));
try {
  const programs = join(scratch, 'bin');
  await mkdir(programs);
  const bin = join(packageRoot(), 'dist', 'src', 'cli', 'bin.js');
  await writeFile(
    join(programs, 'lambda-nativeaot'),
    `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`,
    {
      mode: 0o755,
    },
  );
  const env = {
    PATH: `${programs}:${process.env.PATH}`,
    TERM: 'xterm-256color',
    CI: '',
    NO_COLOR: '',
  };
  const outputs = await record(scratch, steps, size, env, scratch);
  const frames = await framesOf(outputs, size);
  const title =
    'A terminal: new writes a project, build compiles it, invoke calls it on an emulated Lambda, cold-start measures it. Long waits are cut short.';
  const svg = toSvg(frames, size, title, 6);
  await writeFile(join(packageRoot(), 'docs', 'recording.svg'), svg);
  console.log(`docs/recording.svg: ${frames.length} pictures, ${Math.round(svg.length / 1000)} kB`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
