import { defineConfig } from 'vitepress';
// What scripts/site.ts has put together.
import items from '../content/sidebar.json' with { type: 'json' };

export default defineConfig({
  title: 'lambda-nativeaot',
  description: 'AWS Lambda functions in C# that start in a few milliseconds',
  lang: 'en',
  srcDir: 'content',
  outDir: 'dist',
  // Where it is served: a project's page is below the project's name.
  base: process.env.SITE_BASE ?? '/',
  cleanUrls: true,
  // The pages are plain Markdown.
  markdown: { html: false },
  themeConfig: {
    sidebar: [{ text: 'Documentation', items }],
    nav: [
      { text: 'Start', link: '/docs/getting-started' },
      { text: 'Commands', link: '/docs/commands' },
      { text: 'Changes', link: '/CHANGELOG' },
    ],
    search: { provider: 'local' },
    outline: [2, 3],
  },
});
