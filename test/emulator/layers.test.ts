import { mkdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layOver } from '../../src/emulator/layers.ts';
import { type BuiltEntry, buildZip } from '../artifact/zip-builder.ts';
import { temporaryFolder } from './support.ts';

const folder = (files: Record<string, string>): string => {
  const layer = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(layer, path, '..'), { recursive: true });
    writeFileSync(join(layer, path), text);
  }
  return layer;
};

function zip(...entries: BuiltEntry[]): string {
  const file = join(temporaryFolder(), 'layer.zip');
  writeFileSync(file, buildZip(entries));
  return file;
}

const lay = (...layers: string[]) => layOver(layers, temporaryFolder());
const text = (path: string) => readFileSync(path, 'utf8');

describe('layers', () => {
  it('lie over each other in their order, zips and folders', async () => {
    const first = folder({ 'bin/tool': 'first', 'lib/a.so': 'a' });
    const second = zip({ name: 'bin/tool', data: Buffer.from('second'), mode: 0o100755, deflate: true });
    const opt = await lay(first, second);
    expect([text(join(opt, 'bin/tool')), text(join(opt, 'lib/a.so'))]).toEqual(['second', 'a']);
    expect(statSync(join(opt, 'bin/tool')).mode & 0o777).toBe(0o755);
    expect(text(join(await lay(second, first), 'bin/tool'))).toBe('first');
  });

  it('may have folders and links that stay inside', async () => {
    const opt = await lay(
      zip(
        { name: 'lib/', mode: 0o040755 },
        { name: 'lib/a.so.1', data: Buffer.from('a'), mode: 0o100644 },
        { name: 'lib/a.so', data: Buffer.from('a.so.1'), mode: 0o120777 },
      ),
    );
    expect(readlinkSync(join(opt, 'lib/a.so'))).toBe('a.so.1');
    expect(text(join(opt, 'lib/a.so'))).toBe('a');
  });

  it.each([
    ['a name that leads out', { name: '../outside', data: Buffer.from('x') }],
    ['an absolute name', { name: '/etc/outside', data: Buffer.from('x') }],
    ['a link that leads out', { name: 'lib', data: Buffer.from('../..'), mode: 0o120777 }],
    ['an absolute link', { name: 'lib', data: Buffer.from('/etc'), mode: 0o120777 }],
    ['a link to nothing', { name: 'lib', data: Buffer.from('nowhere'), mode: 0o120777 }],
    ['a device', { name: 'null', data: Buffer.alloc(0), mode: 0o020666 }],
  ])('with %s are refused', async (_, entry) => {
    await expect(lay(zip(entry))).rejects.toThrow(/layer\.zip cannot be unpacked: /);
  });

  it('below a link are refused', async () => {
    const linked = zip(
      { name: 'lib', data: Buffer.from('.'), mode: 0o120777 },
      { name: 'lib/a', data: Buffer.from('x'), mode: 0o100644 },
    );
    await expect(lay(linked)).rejects.toThrow(/cannot be unpacked: /);
  });

  it('that are no zips, or not there, are refused by their path', async () => {
    const file = join(temporaryFolder(), 'layer.zip');
    writeFileSync(file, 'text');
    await expect(lay(file)).rejects.toThrow(`${file} cannot be unpacked: `);
    await expect(lay('/nowhere/layer')).rejects.toThrow('/nowhere/layer is neither a folder nor a zip');
  });

  it('of which one has a file where another has a folder are refused by the path', async () => {
    const second = folder({ lib: 'a file' });
    await expect(lay(folder({ 'lib/a.so': 'a' }), second)).rejects.toThrow(
      `The layer ${second} cannot be copied: `,
    );
  });

  it('are five at most', async () => {
    const layer = folder({});
    await expect(lay(...Array(6).fill(layer))).rejects.toThrow('Lambda takes 5 layers');
  });
});
