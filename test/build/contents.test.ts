import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/build/contents.ts';

describe('the FILES of a Makefile', () => {
  test.each([
    ['FILES     :=\n', []],
    ['NAME := hello\n', []],
    ['FILES     := welcome.txt\r\n', ['welcome.txt']],
    ['FILES = texts settings.json # both\n', ['texts', 'settings.json']],
  ])('%j are %j', (makefile, files) => {
    expect(filesOf(makefile)).toEqual(files);
  });

  test.each([
    ['FILES := $(wildcard *.txt)\n', /says "FILES := \$\(wildcard \*\.txt\)", which only make understands/],
    ['FILES := a.txt\nFILES += b.txt\n', /which only make understands in full; run "make package"/],
    ['FILES := a.txt \\\n  b.txt\n', /which only make understands in full/],
    ['FILES := ../secret\n', /has \.\.\/secret, which leads out of the folder/],
    ['FILES := /etc/passwd\n', /has \/etc\/passwd, which is absolute/],
  ])('%j are refused', (makefile, message) => {
    expect(() => filesOf(makefile)).toThrow(message);
  });
});
