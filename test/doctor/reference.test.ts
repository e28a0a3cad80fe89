import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownErrors } from '../../src/doctor/errors/catalogue.ts';
import { errorReference } from '../../src/doctor/reference.ts';
import { packageRoot } from '../../src/package.ts';

test('docs/errors.md is the catalogue of known errors', async () => {
  await expect(errorReference()).toMatchFileSnapshot(join(packageRoot(), 'docs', 'errors.md'));
});

test('every error has a place that a link leads to, and its texts as they are', () => {
  const reference = errorReference();
  for (const { id, texts } of knownErrors) {
    expect(reference).toContain(`<a id="${id}"></a>`);
    expect(reference).toContain(`](#${id})`);
    for (const text of texts) expect(reference).toContain(text);
  }
});

test('names between angle brackets stand as code, so that Markdown shows them', () => {
  const withoutCode = errorReference().replaceAll(/``.*?``|`[^`]*`|<a id="[^"]*"><\/a>|<https:[^>]*>/g, '');
  expect(withoutCode).not.toMatch(/[<>]/);
});
