import { describe, expect, it } from 'vitest';
import { knownErrors } from '../../src/doctor/errors/catalogue.ts';
import type { KnownError } from '../../src/doctor/errors/known-error.ts';
import { explain } from '../../src/doctor/explain.ts';
import { captured } from './captured/all.ts';

const entries: readonly KnownError[] = knownErrors;
const bare = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const phrases = new Set(entries.flatMap(({ texts }) => texts).map(bare));

describe('a text as a tool printed it', () => {
  it.each(captured)('is %s: %s', (id, text) => {
    expect(explain(text)[0]?.error.id).toBe(id);
  });

  it.each(captured)('is %s in JSON and in colours: %s', (id, text) => {
    expect(explain(JSON.stringify({ message: text.split('\n')[0] }))[0]?.error.id).toBe(
      explain(text.split('\n')[0] ?? '')[0]?.error.id,
    );
    expect(explain(text.replaceAll(/^(.*\S.*)$/gm, '\u001b[31m$1\u001b[0m'))[0]?.error.id).toBe(id);
  });

  it.each(entries.map(({ id }) => id))('exists for %s and is more than a phrase of the catalogue', (id) => {
    const own = captured.filter(([other, text]) => other === id && !phrases.has(bare(text)));
    expect(own).not.toEqual([]);
  });
});

describe('what an entry replaces', () => {
  it.each(entries.flatMap(({ id, replaces = [] }) => replaces.map((other) => [id, other] as const)))(
    '%s is not beside %s',
    (id, other) => {
      expect(entries.map((entry) => entry.id)).toContain(other);
      for (const [own, text] of captured) {
        if (own === id) expect(explain(text).map(({ error }) => error.id)).not.toContain(other);
      }
    },
  );
});
