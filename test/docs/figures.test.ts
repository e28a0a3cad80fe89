import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import programs from '../../bench/results.json' with { type: 'json' };
import samples from '../../bench/samples.json' with { type: 'json' };
import { commands } from '../../src/commands/commands.ts';
import { packageFilesBelow, packageRoot } from '../../src/package.ts';
import { sampleFigures } from '../../src/samples/figures.ts';
import { allPages, readPage } from './blocks.ts';

// Sizes and times that were measured come from bench/results.json and bench/samples.json, or are not said at all.

/** What reads like a measurement: milliseconds, microseconds, a size with decimals or roughly, a multiple. */
const measured =
  /\d(?:[.,]\d+)? ?(?:ms|µs)\b|\d[.,]\d+ (?:kB|MB|KiB|MiB)\b|\babout \d[\d.,]* (?:kB|MB|times|%)|\d[\d.,]* times (?:the|as|faster|slower|smaller)/g;

/** A page without what is generated, what is typed, and what programs print. */
const prose = (page: string) =>
  page
    .replaceAll(/<!-- (?!end)[^>]*-->\n[\s\S]*?<!-- end -->/g, '')
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');

const figuresIn = (text: string) => prose(text).match(measured) ?? [];

describe('a figure', () => {
  const templates = packageFilesBelow('templates')
    .filter((path) => /(\.md|\.md\.ejs|sample\.json)$/.test(path))
    .map((path) => `templates/${path}`);

  it('is not written into a page, a guide or a sample by hand', async () => {
    // errors.md is what the catalogue of errors says, and the changelog what was so then.
    const pages = (await allPages()).filter((page) => !/errors\.md$|CHANGELOG\.md$/.test(page));
    expect(pages.length).toBeGreaterThan(10);
    expect(templates.length).toBeGreaterThan(10);
    const found = [...pages, ...templates].flatMap((page) =>
      figuresIn(readPage(page)).map((figure) => `${page}: ${figure}`),
    );
    expect(found).toEqual([]);
  });

  it('is not written into a prompt or a help text by hand', () => {
    const texts = commands.flatMap(({ options }) =>
      options.flatMap((option) => [
        option.description,
        ...('choices' in option
          ? option.choices.map((choice) => ('hint' in choice ? choice.hint : '') ?? '')
          : []),
      ]),
    );
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.flatMap((text) => figuresIn(text))).toEqual([]);
  });

  it('is found by this test where it is written by hand', () => {
    const examples = [
      'after 3.3 ms',
      'a zip of 0.51 MB',
      'about 2 MB',
      '6 times the start',
      '58 µs',
      '2,4 ms',
    ];
    expect(examples.filter((text) => figuresIn(text).length === 0)).toEqual([]);
    const others = ['at most 250 MB unpacked', '--memory 512', 'three times', 'an answer of 6 MB'];
    expect(others.flatMap(figuresIn)).toEqual([]);
  });

  it('is measured in one place', () => {
    for (const program of programs.programs) {
      if (!('sample' in program)) continue;
      const sample = samples.samples.find(({ id }) => id === program.sample);
      expect(Object.keys(sample ?? {}).sort()).toEqual(['binaryBytes', 'id', 'zipBytes']);
      expect(Object.keys(program)).not.toContain('binaryBytes');
    }
  });

  it('of the first sample is the same in the wizard, the README and the list of samples', () => {
    const times = /first response after (\S+ ms)/.exec(sampleFigures('uppercase') ?? '')?.[1];
    const sizes = /([\d.]+) MB zip/.exec(sampleFigures('uppercase') ?? '')?.[1];
    const rowOf = (page: string, start: RegExp) =>
      readFileSync(join(packageRoot(), page), 'utf8')
        .split('\n')
        .find((line) => start.test(line)) as string;
    for (const row of [
      rowOf('README.md', /built-in runtime\*\*/),
      rowOf('docs/samples.md', /^\| \[`uppercase`/),
    ]) {
      expect(row).toMatch(new RegExp(`\\| ${times} (\\(\\S+\\) )?\\|`));
      expect(Number(/\| (\S+) MB \|(?! \S+ MB \|)/.exec(row)?.[1]).toFixed(1)).toBe(sizes);
    }
  });
});
