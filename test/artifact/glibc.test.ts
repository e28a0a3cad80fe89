import { describe, expect, it } from 'vitest';
import { glibcFloor, glibcRelease } from '../../src/artifact/glibc.ts';
import { compareVersions } from '../../src/platform/versions.ts';

const need = (version: string, weak = false, symbols: string[] = []) => ({
  library: 'libc.so.6',
  version,
  weak,
  symbols,
});

describe('the release behind the name of a version', () => {
  it.each([
    ['GLIBC_2.34', '2.34'],
    ['GLIBC_2.2.5', '2.2.5'],
    ['GLIBC_ABI_DT_RELR', '2.36'],
    ['GLIBC_PRIVATE', undefined],
    ['GLIBC_', undefined],
    ['GLIBCXX_3.4.29', undefined],
    ['GCC_3.0', undefined],
    ['constructor', undefined],
  ])('%s is %s', (name, release) => {
    expect(glibcRelease(name)).toBe(release);
  });
});

describe('versions are compared part by part', () => {
  it.each([
    ['2.9', '2.26'],
    ['2.2.5', '2.3'],
    ['2.34', '2.34.1'],
    ['1.99', '2.0'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it('a missing part counts as zero', () => {
    expect(compareVersions('2.34', '2.34.0')).toBe(0);
  });
});

describe('the glibc floor', () => {
  it('is the highest version by number, not by alphabet', () => {
    expect(glibcFloor([need('GLIBC_2.9'), need('GLIBC_2.17'), need('GLIBC_2.3.4')]).version).toBe('2.17');
  });

  it('names the symbols that set it', () => {
    const floor = glibcFloor([
      need('GLIBC_2.17', false, ['clock_gettime']),
      need('GLIBC_2.38', false, ['fmod']),
    ]);
    expect(floor).toEqual({ version: '2.38', symbols: ['fmod'], unknown: [] });
  });

  it('leaves out weak versions, which the loader lets pass', () => {
    expect(glibcFloor([need('GLIBC_2.17'), need('GLIBC_2.38', true)]).version).toBe('2.17');
  });

  it('leaves out the versions of other libraries', () => {
    expect(glibcFloor([need('GLIBCXX_3.4.29'), need('GCC_3.0'), need('OPENSSL_3.0.0')])).toEqual({
      version: undefined,
      symbols: [],
      unknown: [],
    });
  });

  it('does not exist where nothing is required', () => {
    expect(glibcFloor([]).version).toBeUndefined();
  });

  it('keeps apart what no release number can express', () => {
    const floor = glibcFloor([need('GLIBC_2.17'), need('GLIBC_PRIVATE'), need('GLIBC_ABI_GNU2_TLS')]);
    expect(floor.version).toBe('2.17');
    expect(floor.unknown).toEqual(['GLIBC_PRIVATE', 'GLIBC_ABI_GNU2_TLS']);
  });
});
