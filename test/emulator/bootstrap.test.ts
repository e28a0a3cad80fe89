import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectHead } from '../../src/emulator/bootstrap.ts';
import { peakMemoryIn } from '../../src/emulator/memory.ts';
import { hostArchitecture } from './support.ts';

describe('the first bytes of a program', () => {
  const node = readFileSync(process.execPath).subarray(0, 4096);
  const other = hostArchitecture === 'arm64' ? 'x86_64' : 'arm64';

  it('of this machine name its loader', () => {
    expect(inspectHead(node, hostArchitecture)).toEqual({
      interpreter: expect.stringMatching(/^\/lib.*ld-/),
    });
  });

  it('for another machine are an exec format error', () => {
    expect(inspectHead(node, other)).toEqual({ problem: 'exec format error' });
  });

  it.each([
    ['#!/bin/sh\n', '/bin/sh'],
    ['#! /usr/bin/env bash\n', '/usr/bin/env'],
    ['#!/bin/sh\r\n', '/bin/sh\r'],
    ['#!', ''],
  ])('of a script name its interpreter: %j', (text, interpreter) => {
    expect(inspectHead(Buffer.from(text), 'x86_64')).toEqual({ interpreter });
  });

  it.each(['', 'MZ', '\x7fELF', 'echo hello\n'])('of anything else are an exec format error: %j', (text) => {
    expect(inspectHead(Buffer.from(text, 'latin1'), 'x86_64')).toEqual({ problem: 'exec format error' });
  });

  it('may be any bytes, also behind a good start', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
        const hostile = Buffer.from(bytes);
        inspectHead(hostile, 'x86_64');
        node.copy(hostile, 0, 0, Math.min(20, hostile.length));
        inspectHead(hostile, hostArchitecture);
      }),
    );
  });
});

it('the peak memory of a process is read from its status', () => {
  expect(peakMemoryIn(Buffer.from('VmPeak:\t  9 kB\nVmHWM:\t   1632 kB\nVmRSS:\t 1 kB\n'))).toBe(1632 * 1024);
  expect(peakMemoryIn(Buffer.from('Name:\tkthreadd\n'))).toBeUndefined();
  expect(peakMemoryIn(Buffer.from('VmHWM:'))).toBeUndefined();
});
