import { once } from 'node:events';
import { cp, readdir, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../src/package.ts';
import { listFiles } from '../../support/folders.ts';
import { home, type Installed } from './installed.ts';

/** The bytes of all files below a folder. */
export async function bytesBelow(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Starts a server on a free port of this machine; HOST:PORT. */
async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What is in the package, how much an installation weighs, and that what was left out is not missed. */
export function testContents(installed: () => Installed): void {
  test('has what it needs and nothing else', async () => {
    const files = await listFiles(join(installed().modules, 'generator-lambda-nativeaot'));
    const tops = new Set(files.map((path) => path.split('/')[0]));
    expect([...tops].sort()).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'Dockerfile.al2',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'bench',
      'dist',
      'docs',
      'package.json',
      'templates',
    ]);
    expect(files).toContain('templates/project/gitignore');
    expect(files.filter((path) => path.startsWith('dist/') && !path.endsWith('.js'))).toEqual([
      'dist/console-page/icon.svg',
      'dist/console-page/index.html',
      'dist/console-page/page.css',
      'dist/third-party-licenses.txt',
      'dist/tree-sitter/LICENSE',
      'dist/tree-sitter/tree-sitter-c-sharp.wasm',
      'dist/tree-sitter/tree-sitter.cjs',
      'dist/tree-sitter/tree-sitter.wasm',
    ]);
  });

  test('takes at most 60 MB with all that it depends on', () => {
    expect(installed().bytes).toBeLessThan(60_000_000);
  });

  test('reads C#, by the grammar that it carries', async () => {
    const project = join(await home(installed(), 'converted'), 'json-function');
    await cp(join(packageRoot(), 'test', 'convert', 'fixtures', 'json-function'), project, {
      recursive: true,
    });
    const { stdout } = await execa(installed().bin, ['convert', '--dry-run', '--json'], {
      cwd: project,
      stdin: 'ignore',
    });
    expect(JSON.parse(stdout)).toMatchObject({ files: expect.any(Array) });
  });

  test('reaches AWS through a proxy that a script chooses', async () => {
    const connects: string[] = [];
    const proxy = createServer().on('connect', ({ url }, socket) => {
      connects.push(url ?? '');
      socket.destroy();
    });
    const host = await listening(proxy);
    const script = createServer((_, answer) =>
      answer.end(`function FindProxyForURL(url, host) { return "PROXY ${host}"; }`),
    );
    const origin = `http://${await listening(script)}`;
    try {
      const { bin } = installed();
      const work = await home(installed(), 'by proxy');
      await execa(bin, ['new', 'orders', '--yes', '--skip-git'], { cwd: work, stdin: 'ignore' });
      const { exitCode } = await execa(bin, ['invoke', '--remote', '--payload', '{}'], {
        cwd: join(work, 'orders'),
        env: {
          AWS_ACCESS_KEY_ID: 'x',
          AWS_SECRET_ACCESS_KEY: 'x',
          AWS_REGION: 'eu-west-1',
          AWS_MAX_ATTEMPTS: '1',
          HTTPS_PROXY: `pac+${origin}/proxy.pac`,
        },
        stdin: 'ignore',
        reject: false,
      });
      expect(exitCode).toBe(1);
      expect(connects).toContain('lambda.eu-west-1.amazonaws.com:443');
    } finally {
      proxy.close();
      script.close();
    }
  });
}
