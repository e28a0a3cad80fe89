import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toChart } from '../../bench/chart.ts';
import { programsTable, type SampleResults, samplesSections, samplesTable } from '../../bench/figures.ts';
import type { Results } from '../../bench/report.ts';
import {
  type Allocations,
  allocationsTable,
  type Estimates,
  estimatesTable,
  type FirstRequests,
  type Floor,
  firstRequestsTable,
  floorTable,
  startResults,
} from '../../bench/start-figures.ts';
import { formatTable } from '../../src/emulator/http/reference.ts';
import { allEvents } from '../../src/events/library.ts';
import { eventTable } from '../../src/events/reference.ts';
import { packageRoot } from '../../src/package.ts';
import { runtimeFacts, runtimes } from '../../src/platform/runtimes.ts';
import { allSamples } from '../../src/samples/catalogue.ts';
import { settingsExample, settingsTable } from '../../src/settings/reference.ts';
import { readPage } from './blocks.ts';

// What pages say between marks (`<!-- NAME -->` to `<!-- end -->`) is what the code's tables and the results of
// `npm run bench` say. `npm run snapshots` updates it.

const programs = JSON.parse(readPage('bench/results.json')) as Results;
const samples = JSON.parse(readPage('bench/samples.json')) as SampleResults;

const glibcTable = [
  '| Lambda runtime | has glibc | deprecated | no new functions from | no updates from |',
  '|---|---|---|---|---|',
  ...runtimes.map((name) => {
    const { glibc, deprecated, createBlocked, updateBlocked } = runtimeFacts[name];
    return `| ${name} | ${glibc} | ${deprecated} | ${createBlocked} | ${updateBlocked} |`;
  }),
].join('\n');

const sections: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'README.md': { figures: programsTable(programs, samples) },
  'docs/events.md': { events: eventTable(allEvents()) },
  'docs/building.md': { 'glibc of the runtimes': glibcTable },
  'docs/local-development.md': { 'formats of HTTP': formatTable() },
  'docs/measuring.md': {
    'first requests': firstRequestsTable(startResults<FirstRequests>('first-requests.json')),
    'what a start costs': floorTable(startResults<Floor>('floor.json')),
    estimates: estimatesTable(startResults<Estimates>('estimates.json')),
    allocations: allocationsTable(startResults<Allocations>('allocations.json')),
  },
  'docs/samples.md': {
    'figures of the samples': samplesTable(allSamples(), samples, programs),
    'what the samples teach': samplesSections(allSamples()),
  },
  'docs/settings.md': { settings: settingsTable(), example: settingsExample() },
};

const between = (name: string) => new RegExp(`(?<=<!-- ${name} -->\n).*?(?=<!-- end -->)`, 's');

test.each(Object.entries(sections))('%s says what the tables and the results say', async (page, parts) => {
  let text = readPage(page);
  for (const [name, part] of Object.entries(parts)) {
    expect(text, `${page} has no section ${name}`).toMatch(between(name));
    text = text.replace(between(name), () => `${part}\n`);
  }
  await expect(text).toMatchFileSnapshot(join(packageRoot(), page));
});

test('what is measured are samples that there are', () => {
  const known = allSamples().map(({ id }) => id);
  expect(samples.samples.map(({ id }) => id).filter((id) => !known.includes(id))).toEqual([]);
});

test('the chart shows the results', async () => {
  await expect(toChart(programs)).toMatchFileSnapshot(join(packageRoot(), 'bench', 'cold-start.svg'));
});

test('the README is a page of at most 130 lines', () => {
  expect(readPage('README.md').split('\n').length).toBeLessThanOrEqual(131);
});
