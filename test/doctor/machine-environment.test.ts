import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeReleases } from '../../src/doctor/machine/environment.ts';
import type { MachineFacts, ToolName } from '../../src/doctor/machine/facts.ts';
import { packageRoot } from '../../src/package.ts';
import { gigabyte, verdict, without } from './machine-support.ts';
import { machineOf } from './support.ts';

describe('what only some ways of working need is for information', () => {
  it.each<[id: string, tool: ToolName, purpose: string]>([
    ['lld', 'ld.lld', '--sysroot DIR'],
    ['zig', 'zig', '--zig'],
    ['aws-cli', 'aws', 'make deploy'],
  ])('%s', (id, tool, purpose) => {
    expect(verdict(id, without(tool))).toMatchObject({
      severity: 'info',
      what: expect.stringContaining(purpose),
    });
  });
});

describe('memory', () => {
  it.each([
    [16, 'ok'],
    [8, 'ok'],
    [7.7, 'info'],
    [1.5, 'warning'],
  ])('%s GB: %s', (size, severity) => {
    expect(verdict('memory', { memory: size * gigabyte })?.severity).toBe(severity);
  });
});

describe('Node', () => {
  it.each([
    ['18.20.0', 'error'],
    ['20.16.0', 'error'],
    ['20.17.0', 'info'],
    ['21.7.0', 'error'],
    ['22.8.0', 'error'],
    ['22.9.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('%s: %s', (node, severity) => {
    expect(verdict('node', { node })?.severity).toBe(severity);
  });

  it('is checked against what package.json says', () => {
    const { engines } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    const range = nodeReleases
      .map(({ from, below }) => (below === undefined ? `>=${from}` : `^${from}`))
      .join(' || ');
    expect(range).toBe(engines.node);
  });
});

describe('AWS credentials', () => {
  it.each<[what: string, aws: Partial<MachineFacts['aws']>, severity: string, text: RegExp]>([
    ['none', { source: undefined }, 'info', /None/],
    ['without a region', { region: undefined }, 'warning', /without a region/],
    ['of a profile that is not there', { profile: 'work', profileIsMissing: true }, 'warning', /"work"/],
    ['there', {}, 'ok', /environment variables, region eu-central-1/],
  ])('%s', (_what, aws, severity, text) => {
    const found = verdict('aws-credentials', { aws: { ...machineOf().aws, ...aws } });
    expect(found).toMatchObject({ severity, what: expect.stringMatching(text) });
  });
});

describe('how to install something', () => {
  it.each([
    ['apt-get', false, 'Run "sudo apt-get install clang".'],
    ['dnf', true, 'Run "dnf install clang".'],
    ['apk', true, 'Run "apk add clang".'],
    ['brew', false, 'Run "brew install llvm".'],
    [undefined, false, 'Install clang.'],
  ] as const)('with %s: %s', (packageManager, isRoot, fix) => {
    expect(verdict('linker', { ...without('clang', 'zig'), packageManager, isRoot })?.fix).toBe(fix);
  });
});
