import { posix } from 'node:path';

/** A page or a picture of the site: where it is in the repository, and where below the site's root. */
export interface SiteFile {
  readonly path: string;
  readonly to: string;
}

/** Pages beside those of `docs`. The README is what the site begins with. */
const ownPages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];

/** The files of the site, of those of the repository: pages as they link to each other, and the pictures that they show. */
export function siteFiles(paths: readonly string[]): SiteFile[] {
  return paths
    .filter(
      (path) =>
        ownPages.includes(path) ||
        /^docs\/[^/]+\.(?:md|svg|png)$/.test(path) ||
        /^bench\/[^/]+\.svg$/.test(path),
    )
    .map((path) => ({ path, to: path === 'README.md' ? 'index.md' : path }));
}

const link = /(?<!!)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g;

/**
 * A page as the site has it. Links to what is in the repository and not on the site lose their target and keep their text;
 * the marks of generated parts go. Nothing in a page is code of the site: what looks so is text.
 */
export function sitePage(text: string, path: string, files: readonly SiteFile[]): string {
  const known = new Map(files.map((file) => [file.path, file.to]));
  const own = known.get(path) ?? path;
  const linked = text
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    // An anchor of HTML is the heading's own id there.
    .replace(/^<a id="([\w-]+)"><\/a>\n+(#+ .*)$/gm, '$2 {#$1}')
    .replace(link, (whole, label: string, target: string) => {
      if (/^(?:https?:|#)/.test(target)) return whole;
      const [, file = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(target) ?? [];
      const to = known.get(posix.join(posix.dirname(path), file));
      if (to === undefined) return label;
      return `[${label}](${posix.relative(posix.dirname(own), to)}${anchor})`;
    });
  // Twice the braces would be an expression of Vue's.
  return `::: v-pre\n${linked}\n:::\n`;
}

/** An entry of the list of pages at the side. */
export interface SidebarItem {
  readonly text: string;
  readonly link: string;
}

/** The pages in the order of the table in docs/README.md, with their own titles. */
export function sidebar(index: string, titleOf: (page: string) => string): SidebarItem[] {
  return [...index.matchAll(/^\| \[([\w.-]+\.md)\]/gm)].map(([, page = '']) => ({
    text: titleOf(page),
    link: `/docs/${page.replace(/\.md$/, '')}`,
  }));
}

/** The first heading of a page. */
export const pageTitle = (text: string): string => /^# (.+)$/m.exec(text)?.[1] ?? '';
