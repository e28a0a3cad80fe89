// Packs the templates of `dotnet new`, made from those of `new`: npm run dotnet-templates [-- FOLDER]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packTemplates } from './dotnet-templates/pack.ts';

const output = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? '.');
const work = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
try {
  const file = await packTemplates(work, output);
  process.stdout.write(`${file}\n\ndotnet new install ${file}\n`);
} finally {
  await rm(work, { recursive: true, force: true });
}
