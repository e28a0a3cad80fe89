import { describe, expect, it } from 'vitest';
import { applyChecks } from '../../src/doctor/examine.ts';
import { projectChecks } from '../../src/doctor/project/checks.ts';
import type { CopiedFile, ProjectFacts } from '../../src/doctor/project/facts.ts';
import { fixedFiles, patchText, planChanges } from '../../src/doctor/project/fixes.ts';
import type { FunctionSettings, Settings } from '../../src/project/settings.ts';
import { verdict } from './project-support.ts';
import { copyOf, factsOf, projectOf, settingsOf } from './support.ts';

describe('files', () => {
  const script = (changes: Partial<CopiedFile>) =>
    copyOf({ path: 'linker/check.sh', purpose: 'It checks.', text: '#!/bin/sh\n', ...changes });
  const changesOf = (changes: Partial<ProjectFacts>) => {
    const project = projectOf(changes);
    return planChanges(project, applyChecks('project', projectChecks, factsOf({ project })).fixes);
  };

  it('in the way of Windows are fixed', () => {
    const makefile = { path: 'Makefile', text: 'NAME := hello\r\nall:\r\n\techo\r\n' };
    const changes = { makefile, copies: [script({ text: '#!/bin/sh\r\n' })] };
    expect(verdict('line-ends', changes)).toMatchObject({
      severity: 'error',
      fixable: true,
      what: expect.stringMatching(/^Makefile and linker\/check\.sh:/),
    });
    const files = changesOf(changes);
    expect(fixedFiles(files)).toEqual([
      { path: 'Makefile', contents: 'NAME := hello\nall:\n\techo\n' },
      { path: 'linker/check.sh', contents: '#!/bin/sh\n' },
    ]);
    expect(patchText(files)).toContain('--- a/linker/check.sh\n');
  });

  it('that every project has the same are restored', () => {
    const makefile = { path: 'Makefile', text: 'docker build --file Dockerfile.al2\n' };
    const gone = { text: undefined, template: 'FROM scratch\n' };
    expect(verdict('build-files', { makefile, copies: [copyOf(gone), script(gone)] })).toMatchObject({
      severity: 'warning',
      fixable: true,
      what: 'There is no Dockerfile.al2.',
    });
    const files = changesOf({ makefile, copies: [copyOf(gone), script(gone)] });
    expect(fixedFiles(files)).toEqual([{ path: 'Dockerfile.al2', contents: 'FROM scratch\n' }]);
  });

  it('of events are there and hold JSON', () => {
    const event = { path: 'events/a.json', functions: ['hello-a'], problem: 'is not there' };
    expect(verdict('events', { events: [event] })).toMatchObject({
      severity: 'warning',
      what: 'events/a.json is not there.',
      why: '"invoke" sends it to hello-a.',
    });
  });

  it('with settings that deploy refuses are an error', () => {
    const unknownSettings = [
      { fn: 'hello', path: 'memorySise' },
      { fn: 'hello', path: 'url.cors.maxage' },
    ];
    const found = verdict('settings', { unknownSettings });
    expect(found?.severity).toBe('error');
    expect(found?.what).toMatch(/"memorySise" that version \S+ does not know\. Did you mean "memorySize"\?/);
    expect(found?.what).toMatch(/"url\.cors\.maxage" that version \S+ does not know\.$/);
    expect(found?.fix).toMatch(/^Correct it/);
  });

  it('that cannot be read are named', () => {
    expect(
      verdict('project-file', { problem: 'x.csproj:3 is not well-formed XML.', dotnet: undefined })?.severity,
    ).toBe('error');
    expect(verdict('unreadable', { unreadable: ['template.yaml:2 is not valid YAML.'] })?.severity).toBe(
      'warning',
    );
  });
});

describe('functions', () => {
  const withFunctions = (...functions: Partial<FunctionSettings>[]) => ({
    settings: settingsOf({
      functions: functions.map((fn) => ({
        name: 'hello',
        handler: 'a',
        memorySize: 128,
        timeout: 3,
        ...fn,
      })) as Settings['functions'],
    }),
  });

  it('have names of their own', () => {
    expect(verdict('function-names', withFunctions({}, {}))).toMatchObject({
      severity: 'error',
      what: expect.stringContaining('hello'),
    });
  });

  it.each([
    ['DB_PASSWORD', 'warning'],
    ['ApiKey', 'warning'],
    ['GITHUB_TOKEN', 'warning'],
    ['DB_SECRET_ARN', 'ok'],
    ['MAX_TOKENS', 'ok'],
    ['TABLE', 'ok'],
  ])('keep no secret in a committed file: %s is a %s', (name, severity) => {
    const value = 'hunter2-hunter2';
    const found = verdict('environment', withFunctions({ environment: { [name]: value } }));
    expect(found?.severity).toBe(severity);
    expect(JSON.stringify(found)).not.toContain(value);
  });

  it('have no larger environment than Lambda takes', () => {
    expect(verdict('environment', withFunctions({ environment: { A: 'x'.repeat(4096) } }))?.severity).toBe(
      'error',
    );
  });
});
