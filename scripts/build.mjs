// dist/: the bin and Yeoman's generators with what they use, in as few files as a run needs.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const generators = readdirSync('generators', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `generators/${name}/index.ts`);

// A compiled file must not outlive its source: a generator's folder in dist would still be found by Yeoman.
rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/cli/bin.ts', ...generators],
  inject: ['scripts/core.ts'],
  outdir: 'dist',
  outbase: '.',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  // Yeoman's classes are the host's; the grammars are WebAssembly; the AWS SDK loads no faster from here;
  // jsonc-parser requires its parts under names that no bundler sees.
  external: ['yeoman-generator', '@vscode/tree-sitter-wasm', '@aws-sdk/*', '@smithy/*', 'jsonc-parser'],
  // CommonJS packages call for their own.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
// npm sets this when it installs a package, not after a build in a clone that is linked.
chmodSync('dist/src/cli/bin.js', 0o755);

/** The folder of the package that a bundled file belongs to; undefined for our own. */
const packageOf = (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];

const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
const packages = [...new Set(used.map(packageOf))].filter((folder) => folder !== undefined).sort();
const notices = packages.map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  return `${name} ${version} (${license})${text}\n`;
});
writeFileSync('dist/third-party-licenses.txt', [...new Set(notices)].join(`\n${'-'.repeat(80)}\n\n`));
