import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../src/package.ts';
import { pageTitle, sidebar, siteFiles, sitePage } from './site/content.ts';

// Builds the site of the documentation into site/dist, from the same pages that the repository and the package have. A link
// that leads nowhere fails the build.

const root = packageRoot();
const content = join(root, 'site', 'content');

const { stdout } = await execa('git', ['ls-files'], { cwd: root });
const files = siteFiles(stdout.split('\n'));
await rm(content, { recursive: true, force: true });
for (const { path, to } of files) {
  const target = join(content, to);
  await mkdir(dirname(target), { recursive: true });
  if (!path.endsWith('.md')) await cp(join(root, path), target);
  else await writeFile(target, sitePage(await readFile(join(root, path), 'utf8'), path, files));
}
const docs = new Map<string, string>();
for (const { path } of files.filter((file) => /^docs\/.*\.md$/.test(file.path)))
  docs.set(path.slice('docs/'.length), await readFile(join(root, path), 'utf8'));
const items = sidebar(docs.get('README.md') ?? '', (page) => pageTitle(docs.get(page) ?? ''));
await writeFile(join(content, 'sidebar.json'), JSON.stringify(items));
await execa('npx', ['vitepress', 'build', '.'], { cwd: join(root, 'site'), stdio: 'inherit' });
