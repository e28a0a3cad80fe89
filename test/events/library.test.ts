import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { eventSchema } from '../../src/events/event.ts';
import { allEvents, eventNames, eventsFolder, findEvent } from '../../src/events/library.ts';
import { eventList } from '../../src/events/reference.ts';
import { packageFilesBelow, packageRoot } from '../../src/package.ts';
import { paintFor } from '../../src/ui/colours.ts';
import { eachRecord, sampleEvents } from './sample-events.ts';
import { shape } from './shapes/shape.ts';
import { shapes } from './shapes/shapes.ts';

const issuesOf = (schema: v.GenericSchema, value: unknown) =>
  v.safeParse(schema, value).issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);

describe.each(eventNames())('the event %s', (name) => {
  const text = readFileSync(join(packageRoot(), eventsFolder, `${name}.json`), 'utf8');

  test('says what it is and where its shape is documented', () => {
    expect(issuesOf(eventSchema, JSON.parse(text))).toBeUndefined();
  });

  test('has the shape that AWS documents, and nothing else', () => {
    const short = shapes[name];
    expect(short, 'has no shape in test/events/shapes').toBeDefined();
    if (short !== undefined) expect(issuesOf(shape(short), findEvent(name)?.event)).toBeUndefined();
  });

  test('is called and written as the others', () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text).not.toMatch(/[ \t]+\n|\r|\t|[^\x20-\x7e\n]/);
  });
});

test.each(sampleEvents)('$name has the shape of one in the library', ({ event }) => {
  // What a rule of IoT selects is any JSON.
  const { 'iot-rule': _, ...known } = shapes;
  const any = v.union(Object.values(known).map(shape));
  for (const one of eachRecord(event)) {
    const fitting = v.safeParse(any, one).success;
    expect(fitting, JSON.stringify(one)).toBe(true);
  }
});

test('a member that is misspelt, missing or of another type is no shape', () => {
  const sqs = shape(shapes.sqs as never);
  const text = JSON.stringify(findEvent('sqs')?.event);
  expect(issuesOf(sqs, JSON.parse(text))).toBeUndefined();
  for (const [from, to] of [
    ['"awsRegion"', '"awsregion"'],
    ['"eventSource":"aws:sqs",', ''],
    ['"ApproximateReceiveCount":"1"', '"ApproximateReceiveCount":1'],
    ['arn:aws:sqs:', 'arn:aws:sns:'],
  ] as const)
    expect(issuesOf(sqs, JSON.parse(text.replace(from, to))), to).toHaveLength(
      from === '"awsRegion"' ? 2 : 1,
    );
});

test('there is an event for every shape, and nothing else in the folder', () => {
  expect(Object.keys(shapes).sort()).toEqual(eventNames());
  expect(packageFilesBelow(eventsFolder)).toEqual(
    eventNames()
      .map((name) => `${name}.json`)
      .sort(),
  );
});

test('the list has all of them, service by service, within 80 columns', () => {
  const lines = eventList(allEvents(), paintFor(process.stdout, true)).split('\n');
  expect(lines).toHaveLength(eventNames().length + 1);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const services = lines.slice(1).flatMap((line) => /^(\S+(?: \S+)*) {2}/.exec(line)?.[1] ?? []);
  expect(services).toEqual([...new Set(allEvents().map(({ service }) => service))]);
});

test('names that objects have of their own are no events', () => {
  for (const name of ['constructor', '__proto__', '../events/sqs', 'sqs.json', ''])
    expect(findEvent(name)).toBeUndefined();
});
