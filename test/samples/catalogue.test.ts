import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { addableSampleChoices } from '../../src/commands/choices.ts';
import { packageRoot } from '../../src/package.ts';
import { allSamples, samplesFolder } from '../../src/samples/catalogue.ts';
import { type Sample, sampleSchema } from '../../src/samples/sample.ts';
import { eventOf, expectedOf } from './expected.ts';

const samples = join(packageRoot(), samplesFolder);

const shared = join(packageRoot(), 'templates', 'shared');
const known =
  /^(sample\.json|event\.json|expected\.json|guide\.md(\.ejs)?|project\.xml|(events|files|host|src|test)\/.+)$/;

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const textOf = (sample: Sample, path: string) => readFileSync(join(samples, sample.id, path), 'utf8');

/** The C# sources of a sample with those that it shares, by their path. */
function sourcesOf(sample: Sample, top: string): { path: string; text: string; own: boolean }[] {
  const own = filesBelow(join(samples, sample.id, top)).filter((path) => path.endsWith('.cs'));
  const others = (sample.shared ?? [])
    .filter((path) => path.startsWith(`${top}/`))
    .map((path) => join(shared, path));
  return [...own, ...others].map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
    own: path.startsWith(samples),
  }));
}

const declaredTypes = (text: string) =>
  [
    ...text.matchAll(
      /^(?:public|internal) [\w ]*?\b(?:class|record|enum|struct|interface) (?:struct )?(\w+)/gm,
    ),
  ].map((match) => match[1] as string);

describe.each(allSamples())('the sample $id', (sample) => {
  test('has a sample.json as the schema wants it', () => {
    const result = v.safeParse(sampleSchema, JSON.parse(textOf(sample, 'sample.json')));

    expect(result.issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`)).toBeUndefined();
  });

  test('has no file that nothing would be made of', () => {
    const folder = join(samples, sample.id);
    const paths = filesBelow(folder).map((path) => path.slice(folder.length + 1));

    expect(paths.filter((path) => !known.test(path))).toEqual([]);
  });

  test('has an event, and says what it is answered with', () => {
    expect(() => expectedOf(sample.id)).not.toThrow();
    expect(() => JSON.parse(eventOf(sample.id))).not.toThrow();
  });

  test('has a handler class with a public static Handle', () => {
    const source = textOf(sample, `src/Functions/${sample.class}.cs`);

    expect(source).toMatch(new RegExp(`^public static (partial )?class ${sample.class}$`, 'm'));
    expect(source).toMatch(/^ {4}public static [\w<>?[\]. ]+ Handle\(/m);
    expect(source).toMatch(/Handle\((?:[\w<>?]+ \w+, )?ILambdaContext context\)/);
  });

  test('has tests', () => {
    expect(sourcesOf(sample, 'test').some(({ text }) => /\[(Fact|Theory)\]/.test(text))).toBe(true);
  });

  test('is invoked by a test in the test host, unless it needs a service of AWS', () => {
    const isInvoked = sourcesOf(sample, 'host').some(({ text }) =>
      text.includes(`InvokeAsync("${sample.id}", `),
    );

    expect(isInvoked).toBe(sample.id !== 'dynamodb-crud');
  });

  test('shares only files that exist', () => {
    expect((sample.shared ?? []).filter((path) => !existsSync(join(shared, path)))).toEqual([]);
  });

  test('declares every type that it reads or writes as JSON', () => {
    const declared = sourcesOf(sample, 'src').flatMap(({ text }) => declaredTypes(text));
    const { input, output, jsonTypes = [] } = sample;
    const used = [input, output, ...jsonTypes].filter(
      (type) => type !== null && !/^(string|Stream)$/.test(type),
    );

    expect(used.filter((type) => !declared.includes(type as string))).toEqual([]);
  });

  test('keeps its namespaces to those of its folders', () => {
    const sources = ['src', 'test', 'host'].flatMap((top) => sourcesOf(sample, top));
    for (const { path, text } of sources) {
      const folder = /[\\/](src|test|host)[\\/](?:(.*)[\\/])?[^\\/]+$/.exec(path);
      const namespace = ['HelloNative', folder?.[1] === 'src' ? folder[2] : 'Tests']
        .filter(Boolean)
        .join('.');
      expect(text, path).toMatch(new RegExp(`^namespace ${namespace};$`, 'm'));
    }
  });

  test('has no text that a shell, an IDE or a reader would trip over', () => {
    for (const path of filesBelow(join(samples, sample.id))) {
      const text = readFileSync(path, 'utf8');
      expect(text.endsWith('\n'), path).toBe(true);
      expect(text, path).not.toMatch(/[ \t]+\n|\r|\t|\n\n\n/);
    }
  });
});

describe('a sample that can join a project', () => {
  const addable = allSamples().filter(({ id }) => addableSampleChoices().some(({ value }) => value === id));

  test.each(addable)('has only types of its own that follow its class to another name: $id', (sample) => {
    const own = sourcesOf(sample, 'src').filter((source) => source.own);

    const strangers = own
      .flatMap(({ text }) => declaredTypes(text))
      .filter((name) => !name.startsWith(sample.class));

    expect(strangers).toEqual([]);
  });

  test.each(addable)('has tests that follow its class: $id', (sample) => {
    const own = sourcesOf(sample, 'test').filter((source) => source.own);

    expect(own.flatMap(({ text }) => declaredTypes(text))).toEqual([`${sample.class}Tests`]);
  });
});

test('only a sample with a project of its own has files that are rendered', () => {
  const rendered = allSamples().filter(({ id }) =>
    filesBelow(join(samples, id)).some((path) => path.endsWith('.ejs')),
  );

  expect(rendered.filter(({ ownProject }) => !ownProject)).toEqual([]);
});

describe('shared files', () => {
  test('are all in use', () => {
    const used = new Set(allSamples().flatMap((sample) => sample.shared ?? []));

    const paths = filesBelow(shared).map((path) =>
      path
        .slice(shared.length + 1)
        .split('\\')
        .join('/'),
    );

    expect(paths.filter((path) => !used.has(path))).toEqual([]);
  });

  test('declare no type that a sample declares too', () => {
    const names = filesBelow(shared).flatMap((path) => declaredTypes(readFileSync(path, 'utf8')));
    const prefixes = allSamples().map((sample) => sample.class);

    expect(
      names.filter((name) => prefixes.some((prefix) => new RegExp(`^${prefix}(?![a-z0-9_])`).test(name))),
    ).toEqual([]);
  });
});
