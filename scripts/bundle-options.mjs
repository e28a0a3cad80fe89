// How esbuild bundles what Node runs: the package, and the programs of the tests that are started many times.
import { readFileSync } from 'node:fs';

// What is bundled is a development dependency, so that it is not installed a second time.
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** @type {import('esbuild').BuildOptions} */
export const bundleOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  // Yeoman's classes are the host's; yaml is also required by name, where it is loaded late; proxy-agent looks for a
  // file of a package beside it.
  external: Object.keys(dependencies),
  // Of a package in both forms, the one of modules: a CommonJS one that is imported late has no names, only a default.
  mainFields: ['module', 'main'],
  // CommonJS packages call for their own.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
};
