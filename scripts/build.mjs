// dist/: the bin and Yeoman's generators with what they use, in as few files as a run needs.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundle-options.mjs';

const generators = readdirSync('generators', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `generators/${name}/index.ts`);

// A compiled file must not outlive its source: a generator's folder in dist would still be found by Yeoman.
rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  ...bundleOptions,
  entryPoints: ['src/cli/bin.ts', ...generators],
  inject: ['scripts/core.ts'],
  outdir: 'dist',
  outbase: '.',
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  metafile: true,
});

// The page of the emulator: what only a browser loads.
const page = 'src/console-page';
const { metafile: pageFile } = await build({
  entryPoints: { page: `${page}/main.tsx` },
  outdir: 'dist/console-page',
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  tsconfig: `${page}/tsconfig.json`,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
for (const name of ['index.html', 'page.css', 'icon.svg'])
  copyFileSync(`${page}/${name}`, `dist/console-page/${name}`);

// What our code destructures of such a module would be undefined, and only at run time.
const nameless = Object.entries(metafile.inputs)
  .filter(([path]) => !path.startsWith('node_modules/'))
  .flatMap(([path, { imports }]) =>
    imports
      .filter(
        ({ kind, path: target }) => kind === 'dynamic-import' && metafile.inputs[target]?.format === 'cjs',
      )
      .map(({ original, path: target }) => `${path}: import('${original ?? target}')`),
  );
if (nameless.length > 0)
  throw new Error(`CommonJS that is imported late has no names: ${nameless.join(', ')}`);

// npm sets this when it installs a package, not after a build in a clone that is linked.
chmodSync('dist/src/cli/bin.js', 0o755);

// The parser of C# comes as WebAssembly, with the grammars of fifteen other languages in its package.
const grammars = dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
mkdirSync('dist/tree-sitter');
// CommonJS, in a package of modules.
copyFileSync(join(grammars, 'tree-sitter.js'), 'dist/tree-sitter/tree-sitter.cjs');
copyFileSync(join(grammars, '..', 'LICENSE'), 'dist/tree-sitter/LICENSE');
for (const name of ['tree-sitter.wasm', 'tree-sitter-c-sharp.wasm'])
  copyFileSync(join(grammars, name), join('dist/tree-sitter', name));

/** The folder of the package that a bundled file belongs to; undefined for our own. */
const packageOf = (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];

const used = [metafile, pageFile]
  .flatMap(({ outputs }) => Object.values(outputs))
  .flatMap(({ inputs }) => Object.keys(inputs));
const packages = [...new Set([...used, grammars].map(packageOf))]
  .filter((folder) => folder !== undefined)
  .sort();
const notices = packages.map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  return `${name} ${version} (${license})${text}\n`;
});
writeFileSync('dist/third-party-licenses.txt', [...new Set(notices)].join(`\n${'-'.repeat(80)}\n\n`));
