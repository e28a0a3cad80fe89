import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/project/settings.ts';
import { carrySettings } from '../../src/update/carry.ts';
import type { FileUpdate } from '../../src/update/file-update.ts';
import { settingsOf } from '../doctor/support.ts';

const stored = (text: string) => new Map([['Makefile', { text, executable: false }]]);
const text = (memory: number, rest = '') => `FUNCTION := hello\nMEMORY := ${memory}\n${rest}`;
const settings = (memorySize: number): Settings =>
  settingsOf({ functions: [{ name: 'hello', handler: 'uppercase', memorySize, timeout: 30 }] });

/** An update of a Makefile: as the old version wrote it, as it is, and what the merge came to. */
function carry(states: { base: string; mine: string; merged?: string }, memorySize: number, fate = 'merged') {
  const update = {
    path: 'Makefile',
    fate: fate as FileUpdate['fate'],
    before: states.mine,
    after: states.merged,
    wasExecutable: false,
    executable: false,
    conflicts: 0,
  };
  return carrySettings(
    states.merged === undefined ? [] : [update],
    { base: stored(states.base), mine: stored(states.mine), theirs: stored(states.base) },
    settings(memorySize),
  );
}

describe('an update carries what has changed in the settings into the Makefile', () => {
  it('where nothing else changes there', () => {
    expect(carry({ base: text(256), mine: text(256) }, 1024)).toEqual({
      files: [expect.objectContaining({ path: 'Makefile', fate: 'updated', after: text(1024) })],
      remarks: [],
    });
  });

  it('into what the merge came to', () => {
    const states = { base: text(256), mine: text(256), merged: text(256, 'new:\n') };
    expect(carry(states, 1024).files).toEqual([
      expect.objectContaining({ fate: 'merged', after: text(1024, 'new:\n') }),
    ]);
  });

  it('but not over what a person wrote: that is remarked', () => {
    expect(carry({ base: text(256), mine: text(512) }, 1024)).toEqual({
      files: [],
      remarks: [
        'Makefile has MEMORY 512 where .yo-rc.json has memorySize 1024; "lambda-nativeaot doctor" says how to make them equal.',
      ],
    });
  });

  it('and not where a person must settle the file first', () => {
    const states = { base: text(256), mine: text(256), merged: `<<<<<<<\n${text(256)}` };
    const { files, remarks } = carry(states, 1024, 'conflict');
    expect(files).toEqual([expect.objectContaining({ after: states.merged })]);
    expect(remarks).toHaveLength(1);
  });

  it('and nothing where both say the same', () => {
    expect(carry({ base: text(256), mine: text(1024) }, 1024)).toEqual({ files: [], remarks: [] });
  });
});
