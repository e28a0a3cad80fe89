import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownErrors } from '../../src/doctor/errors/catalogue.ts';
import type { KnownError } from '../../src/doctor/errors/known-error.ts';
import { explain } from '../../src/doctor/explain.ts';
import { captured } from './captured/all.ts';

/** Lines that every build and every function writes when all is well. */
const noise = [
  '  Determining projects to restore...',
  '  Restored /src/HelloNative/HelloNative.csproj (in 1.2 sec).',
  '  HelloNative -> /src/bin/Release/net10.0/linux-x64/bootstrap.dll',
  '  Generating native code',
  'START RequestId: 1f8c7e5a-2b9a-4a52-9d0e-5a1c3c1d9f10 Version: $LATEST',
  '2026-11-24T12:00:00.123Z info Handled 3 records for user "x" in 12 ms',
  '{"timestamp":"2026-11-24T12:00:00Z","level":"Information","message":"The quick brown fox"}',
  'END RequestId: 1f8c7e5a-2b9a-4a52-9d0e-5a1c3c1d9f10',
  'REPORT RequestId: 1f8c7e5a\tDuration: 1.82 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 25 MB',
  '',
  '  0 Warning(s)',
  '  0 Error(s)',
];
const logWith = (text: string, position: number, lines = 500) =>
  Array.from({ length: lines }, (_, at) => (at === position ? text : noise[at % noise.length])).join('\n');

describe('an error text is explained', () => {
  it.each(captured)('%s inside of a log of 500 lines: %s', (id, text) => {
    const lines = text.split('\n');
    const [first] = explain(logWith(text, 311));
    expect(first?.error.id).toBe(id);
    expect(first?.line).toBeGreaterThan(311);
    const line = lines[(first?.line ?? 0) - 312]?.replaceAll(/\s+/g, ' ');
    expect(line).toContain(first?.excerpt.replace(/^…|…$/g, ''));
  });

  it('with the place in a long line', () => {
    const line = `{"a":"${'x'.repeat(500)}","message":"\u001b[31mTask timed out\u001b[0m after 3.00 seconds","b":"${'y'.repeat(500)}"}`;
    const [first] = explain(line);
    expect(first?.excerpt).toHaveLength(202);
    expect(first?.excerpt).toMatch(/^…x+","message":"Task timed out after 3\.00 seconds","b":"y+…$/);
  });

  it.each([
    ['in colours', "\u001b[31mversion `GLIBC_2.38'\u001b[0m not found (required by /var/task/bootstrap)"],
    ['with typographic quotes', 'version ‘GLIBC_2.38’ not found (required by /var/task/bootstrap)'],
    ['within JSON', '{"message":"version \\"GLIBC_2.38\\" not found (required by /var/task/bootstrap)\\n"}'],
    ['in capitals and wide spaces', "VERSION   `GLIBC_2.38'  NOT FOUND (REQUIRED BY /var/task/bootstrap)"],
    ['with a carriage return', "a\r\nversion `GLIBC_2.38' not found (required by /var/task/bootstrap)\r\n"],
  ])('%s', (_how, text) => {
    expect(explain(text)[0]?.error.id).toBe('glibc-too-old');
  });
});

describe('a log with several errors', () => {
  it('puts the one that says most first', () => {
    const log = [
      "/var/task/bootstrap: /lib64/libc.so.6: version `GLIBC_2.38' not found (required by /var/task/bootstrap)",
      'INIT_REPORT Init Duration: 5.03 ms Phase: init Status: error Error Type: Runtime.ExitError',
      'RequestId: b22efbc3 Error: Runtime exited with error: exit status 1',
    ].join('\n');
    expect(explain(log).map(({ error, line }) => [error.id, line])).toEqual([
      ['glibc-too-old', 1],
      ['runtime-exit', 3],
    ]);
  });

  it('leaves out an error whose text is a part of a better one', () => {
    const log = "/x/tools/ilc: /lib64/libm.so.6: version `GLIBC_2.27' not found (required by /x/tools/ilc)";
    expect(explain(log).map(({ error }) => error.id)).toEqual(['sdk-on-al2']);
  });

  it('keeps it when it stands in another line', () => {
    const log = "./app: version `GLIBC_2.38' not found\n/x/tools/ilc: version `GLIBC_2.27' not found";
    expect(explain(log).map(({ error, line }) => [error.id, line])).toEqual([
      ['sdk-on-al2', 2],
      ['glibc-too-old', 1],
    ]);
  });

  it('names the first line of those that say the same', () => {
    const log = `${logWith('Task timed out after 3.00 seconds', 10, 20)}\nTask timed out after 3.00 seconds`;
    expect(explain(log)[0]?.line).toBe(11);
  });
});

describe('nothing is explained', () => {
  it.each([
    ['an empty text', ''],
    ['an unknown error', 'The flux capacitor is not charged.'],
    ['a log without errors', logWith('all is well', 3)],
    ['words of different lines', 'my function\nits url\nanswers 403'],
    ['a long line that happens to have the words of a symptom', `slow first https ${'x '.repeat(200)}`],
  ])('for %s', (_what, text) => {
    expect(explain(text)).toEqual([]);
  });
});

describe('a text of any size', () => {
  it('is read at its end, with the right line number', () => {
    const log = `${'noise\n'.repeat(400_000)}Task timed out after 3.00 seconds\n`;
    expect(explain(log)[0]).toMatchObject({ error: { id: 'timeout' }, line: 400_001 });
  });

  it.each([
    'a',
    ' ',
    '\\',
    "'",
    '"',
    '\u001b[',
    '\u001b]8;;',
    ';a',
    'GLIBC_',
    "version 'GLIBC_",
    '\n',
    'exec ',
  ])('of %j alone comes to an end', (piece) => {
    expect(explain(piece.repeat(1_000_000 / piece.length))).toBeInstanceOf(Array);
  });

  it('and of any characters gives matches with a line that exists', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...captured.map(([, text]) => text))),
        ),
        (lines) => {
          const text = lines.join('\n');
          for (const { line, excerpt, score } of explain(text)) {
            expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
            expect(excerpt).toMatch(/^\P{Cc}+$/u);
            expect(score).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});

describe('the catalogue', () => {
  const entries: readonly KnownError[] = knownErrors;

  it('has an id for each entry, once', () => {
    const ids = entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  it.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s says cause and fix in sentences',
    (_id, entry) => {
      for (const sentence of [entry.cause, entry.fix]) expect(sentence).toMatch(/^\S.*[^.]\.$/);
      expect(entry.title).not.toMatch(/\.$/);
      expect(entry.references.length).toBeGreaterThan(0);
      for (const reference of entry.references) expect(new URL(reference).protocol).toBe('https:');
    },
  );

  it.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s is found by each of its own texts',
    (id, entry) => {
      for (const text of entry.texts) expect(explain(text).map(({ error }) => error.id)).toContain(id);
      for (const text of entry.symptoms ?? [])
        expect(explain(text).map(({ error }) => error.id)).toContain(id);
    },
  );
});
