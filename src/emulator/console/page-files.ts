export const packageFolder = 'dist/console-page';

/** The page's files by their path below the page's. */
export const files: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  '': { name: 'index.html', type: 'text/html; charset=utf-8' },
  'page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  'page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
  'icon.svg': { name: 'icon.svg', type: 'image/svg+xml' },
};

/**
 * Nothing from elsewhere, no script in the text, no frame around it, and no place to send a form to.
 * Source: W3C, Content Security Policy Level 3.
 */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const everyAnswer = [
  ...['Content-Security-Policy', policy],
  ...['X-Content-Type-Options', 'nosniff'],
  ...['Referrer-Policy', 'same-origin'],
  ...['Cross-Origin-Resource-Policy', 'same-origin'],
  ...['Cross-Origin-Opener-Policy', 'same-origin'],
  ...['Cache-Control', 'no-store'],
];
