import { describe, expect, it } from 'vitest';
import { decide, type Fate, type Sides } from '../../src/update/merge-decisions.ts';
import type { StoredFile } from '../../src/update/text.ts';

const file = (text: string | undefined, executable = false): StoredFile => ({ text, executable });
const sides = (base?: StoredFile, mine?: StoredFile, theirs?: StoredFile): Sides => ({ base, mine, theirs });
const fateOf = (of: Sides) => decide(of, 'new');

const old = file('1\n2\n3\n4\n5\n');
const fresh = file('1\n2\n3\n4\nnew\n');
const edited = file('mine\n2\n3\n4\n5\n');
const clashing = file('1\n2\n3\n4\nmine\n');

describe('the fate of a file', () => {
  it.each<[string, Sides, Fate, string | undefined]>([
    ['new in the new version', sides(undefined, undefined, fresh), 'added', fresh.text],
    ['new, and there already with that text', sides(undefined, fresh, fresh), 'unchanged', undefined],
    ['new, and there already with another text', sides(undefined, edited, fresh), 'occupied', undefined],
    [
      'new, where a person has a folder or a link',
      sides(undefined, file(undefined), fresh),
      'occupied',
      undefined,
    ],
    ['gone from the new version, untouched', sides(old, old, undefined), 'removed', undefined],
    ['gone from the new version, edited', sides(old, edited, undefined), 'kept', undefined],
    ['gone from both', sides(old, undefined, undefined), 'unchanged', undefined],
    ['removed by a person, the same in both versions', sides(old, undefined, old), 'unchanged', undefined],
    ['removed by a person, changed in the new version', sides(old, undefined, fresh), 'left-out', undefined],
    ['the same everywhere', sides(old, old, old), 'unchanged', undefined],
    ['edited, the same in both versions', sides(old, edited, old), 'unchanged', undefined],
    ['untouched, changed in the new version', sides(old, old, fresh), 'updated', fresh.text],
    ['brought to the new text by hand', sides(old, fresh, fresh), 'unchanged', undefined],
    ['edited and changed in distinct places', sides(old, edited, fresh), 'merged', 'mine\n2\n3\n4\nnew\n'],
    [
      'edited and changed in one place',
      sides(old, clashing, fresh),
      'conflict',
      '1\n2\n3\n4\n<<<<<<< yours\nmine\n=======\nnew\n>>>>>>> new\n',
    ],
    [
      'no text any more, changed in the new version',
      sides(old, file(undefined), fresh),
      'unmergeable',
      undefined,
    ],
    ['no text any more, the same in both versions', sides(old, file(undefined), old), 'unchanged', undefined],
    ['unknown to both versions', sides(undefined, edited, undefined), 'unchanged', undefined],
  ])('that is %s', (_, of, fate, text) => {
    const outcome = fateOf(of);
    expect(outcome.fate).toBe(fate);
    expect(outcome.after?.text).toBe(text);
  });

  it('counts the places of a conflict', () => {
    const base = file('a\n1\n2\n3\nb\n');
    const outcome = fateOf(sides(base, file('x\n1\n2\n3\ny\n'), file('p\n1\n2\n3\nq\n')));
    expect(outcome).toMatchObject({ fate: 'conflict', conflicts: 2 });
  });

  it.each<[string, Sides, Fate, boolean | undefined]>([
    ['of a person stays when the text changes', sides(old, file(old.text, true), fresh), 'updated', true],
    ['that the new version sets arrives', sides(old, old, file(old.text, true)), 'updated', true],
    [
      'that the new version sets arrives with edits',
      sides(old, edited, file(old.text, true)),
      'merged',
      true,
    ],
    [
      'that the new version takes goes',
      sides(file(old.text, true), file(old.text, true), fresh),
      'updated',
      false,
    ],
    ['of a person alone is no change', sides(old, file(old.text, true), old), 'unchanged', undefined],
    ['of a new file is written', sides(undefined, undefined, file('#!/bin/sh\n', true)), 'added', true],
  ])('an execute bit %s', (_, of, fate, executable) => {
    const outcome = fateOf(of);
    expect(outcome.fate).toBe(fate);
    expect(outcome.after?.executable).toBe(executable);
  });

  const windows = (text: string | undefined) => `\uFEFF${text?.replaceAll('\n', '\r\n')}`;

  it('takes Windows line endings and a byte order mark for no edit, and keeps both', () => {
    expect(fateOf(sides(old, file(windows(old.text)), old)).fate).toBe('unchanged');
    expect(fateOf(sides(old, file(windows(fresh.text)), fresh)).fate).toBe('unchanged');
    expect(fateOf(sides(old, file(windows(old.text)), undefined)).fate).toBe('removed');
    const updated = fateOf(sides(old, file(windows(old.text)), fresh));
    expect(updated).toMatchObject({ fate: 'updated', after: { text: windows(fresh.text) } });
    const merged = fateOf(sides(old, file(windows(edited.text)), fresh));
    expect(merged).toMatchObject({ fate: 'merged', after: { text: windows('mine\n2\n3\n4\nnew\n') } });
  });
});
