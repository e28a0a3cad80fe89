import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { complaintsAbout, copySources } from '../support/sources.ts';

// A runtime, a framework and a function setting are a row each: no other file has to be written before they compile.

/** Repeats a row of a table under another name; it ends where the next one begins. */
const repeated = (text: string, name: string, other: string) =>
  text.replace(
    new RegExp(`^  '${name.replaceAll('.', '\\.')}': \\{\\n[\\s\\S]*?\\n  \\},\\n`, 'm'),
    (row) => row + row.replace(name, other),
  );

it('a runtime, a framework and a function setting that are made up compile with their rows alone', async () => {
  const folder = await copySources();
  const edit = async (path: string, change: (text: string) => string) => {
    const file = join(folder, 'src', path);
    const text = await readFile(file, 'utf8');
    const changed = change(text);
    expect(changed, path).not.toBe(text);
    await writeFile(file, changed);
  };
  await edit('platform/runtimes.ts', (text) => repeated(text, 'provided.al2023', 'provided.al2026'));
  await edit('platform/frameworks.ts', (text) => repeated(text, 'net10.0', 'net12.0'));
  // The example of CONTRIBUTING.md.
  const page = await readFile(join(packageRoot(), 'CONTRIBUTING.md'), 'utf8');
  const [, row = ''] =
    /```\n(import \* as v from 'valibot';\n[\s\S]*?export const ipv6 = [\s\S]*?)```/.exec(page) ?? [];
  await writeFile(join(folder, 'src', 'settings', 'rows', 'ipv6.ts'), row);
  await edit('settings/table.ts', (text) =>
    text
      .replace(/^import \{ url \}/m, "import { ipv6 } from './rows/ipv6.ts';\n$&")
      .replace(/^ {2}fileSystem,\n/m, '$&  ipv6,\n'),
  );
  expect(await complaintsAbout(folder)).toBe('');
  // The compiler was asked about all of it.
  await edit('platform/runtimes.ts', (text) =>
    text.replace('isManaged: true,\n} as const;', "isManaged: 'yes',\n} as const;"),
  );
  expect(await complaintsAbout(folder)).toContain('isManaged');
});
