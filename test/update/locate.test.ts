import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchOldVersion, oldVersionIn } from '../../src/update/locate.ts';
import { temporaryFolder } from '../support/folders.ts';

const name = 'generator-lambda-nativeaot';
const manifest = {
  name,
  version: '0.0.9',
  bin: { 'lambda-nativeaot': 'dist/bin.js' },
  scripts: { postinstall: 'touch ran' },
};

async function packageIn(folder: string, document: unknown = manifest): Promise<string> {
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(document));
  await writeFile(join(folder, 'dist', 'bin.js'), '');
  return folder;
}

const signal = new AbortController().signal;

/** A registry of one package, and npm told to use it. */
async function registry(): Promise<void> {
  const source = await packageIn(join(await temporaryFolder(), 'source'));
  const { stdout } = await execa('npm', ['pack', '--ignore-scripts', '--json'], { cwd: source });
  const [{ filename, integrity }] = JSON.parse(stdout) as [{ filename: string; integrity: string }];
  const archive = await readFile(join(source, filename));
  const server = createServer((request, response) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    if (request.url?.endsWith('.tgz')) response.end(archive);
    else if (request.url === `/${name}`) {
      const dist = { tarball: `${url}/${name}.tgz`, integrity };
      response.end(JSON.stringify({ name, 'dist-tags': {}, versions: { '0.0.9': { ...manifest, dist } } }));
    } else response.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  useRegistry(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** Sets npm's registry by the environment, as a person could. */
function useRegistry(url: string): void {
  const settings: Record<string, string> = { npm_config_registry: url, npm_config_fetch_retries: '0' };
  for (const [key, value] of Object.entries(settings)) {
    const before = process.env[key];
    process.env[key] = value;
    onTestFinished(() => {
      if (before === undefined) delete process.env[key];
      else process.env[key] = before;
    });
  }
}

/** Fetches a version for a project somewhere. */
async function fetch(version: string) {
  return await fetchOldVersion(version, await temporaryFolder(), await temporaryFolder(), signal);
}

describe('the old version', () => {
  it('is found in its own folder, and where it was installed', async () => {
    const own = await packageIn(await temporaryFolder());
    expect(await oldVersionIn(own, '0.0.9')).toEqual({ version: '0.0.9', bin: join(own, 'dist/bin.js') });
    const folder = await temporaryFolder();
    const inside = await packageIn(join(folder, 'node_modules', name));
    expect((await oldVersionIn(folder, '0.0.9')).bin).toBe(join(inside, 'dist/bin.js'));
  });

  it.each<[string, unknown]>([
    ['another package', { ...manifest, name: 'other' }],
    ['a package without our bin', { name, version: '0.0.9' }],
    ['what is no manifest', null],
  ])('is not %s', async (_, document) => {
    const folder = await packageIn(await temporaryFolder(), document);
    await expect(oldVersionIn(folder, '0.0.9')).rejects.toThrow(`--from "${folder}": there is no ${name}`);
  });

  it('must be the one that wrote the project', async () => {
    const folder = await packageIn(await temporaryFolder());
    await expect(oldVersionIn(folder, '0.0.8')).rejects.toMatchObject({
      message: `--from "${folder}" has version 0.0.9; the project was written by 0.0.8.`,
      code: 2,
    });
  });

  it('is fetched by npm, which runs none of its scripts', async () => {
    await registry();
    const folder = await temporaryFolder();
    const { bin } = await fetchOldVersion('0.0.9', folder, folder, signal);
    expect(existsSync(bin)).toBe(true);
    expect(existsSync(join(folder, 'node_modules', name, 'ran'))).toBe(false);
  });

  it('that the registry does not have is one line that says what to do', async () => {
    await registry();
    await expect(fetch('0.0.7')).rejects.toThrow(
      `${name} 0.0.7 could not be fetched (the registry does not have that version); give the folder of that version with --from DIR.`,
    );
  });

  it('is not fetched where nothing answers', async () => {
    useRegistry('http://127.0.0.1:9');
    await expect(fetch('0.0.9')).rejects.toThrow(
      `${name} 0.0.9 could not be fetched (the registry does not answer); give the folder of that version with --from DIR.`,
    );
  });
});
