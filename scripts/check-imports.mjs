// The rooms of src/ and the directions of imports between them: a room may use those before it, and no file may come
// back to itself through its imports. Part of `npm run check`.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/**
 * From the ground up. `command` is src/commands/command.ts, the types of a declaration; `bin` is src/cli/bin.ts, which
 * puts everything together.
 */
const rooms = [
  'ui',
  'platform',
  'errors',
  'limits',
  'package',
  'files',
  'processes',
  'samples',
  'events',
  'command',
  'settings',
  'project',
  'commands',
  'cli',
  'dotnet',
  'functions',
  'artifact',
  'build',
  'emulator',
  'console-page',
  'aws',
  'convert',
  'update',
  'doctor',
  'generators',
  'bin',
];

const paths = ['src', 'generators'].flatMap((top) =>
  readdirSync(top, { recursive: true })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `${top}/${path.replaceAll('\\', '/')}`),
);

function roomOf(path) {
  if (path === 'src/cli/bin.ts') return 'bin';
  if (path === 'src/commands/command.ts') return 'command';
  const [top, second] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

const importsOf = (path) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+\.tsx?)'/g)].map(([, target]) =>
    posix.normalize(posix.join(posix.dirname(path), target)),
  );

const graph = new Map(paths.map((path) => [path, [...new Set(importsOf(path))]]));
const problems = [];

for (const room of new Set(paths.map(roomOf))) {
  if (!rooms.includes(room))
    problems.push(`src/${room} is not in the list of rooms of scripts/check-imports.mjs`);
}
for (const [path, targets] of graph) {
  for (const target of targets) {
    const [from, to] = [roomOf(path), roomOf(target)];
    if (rooms.indexOf(to) > rooms.indexOf(from))
      problems.push(`${path} imports ${target}: ${from} may not use ${to}`);
  }
}

/** Walks depth first; a file that is met while it is being walked closes a circle. */
const done = new Set();
function walk(path, way) {
  if (way.includes(path)) {
    problems.push(`a circle: ${[...way.slice(way.indexOf(path)), path].join(' -> ')}`);
    return;
  }
  if (done.has(path)) return;
  for (const target of graph.get(path) ?? []) walk(target, [...way, path]);
  done.add(path);
}
for (const path of paths) walk(path, []);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
