import { expect, it } from 'vitest';
import { runtimeFolder } from '../../src/project/runtime-project.ts';
import { movesOf } from '../../src/update/moves.ts';

const file = (text: string) => ({ text, executable: false });

it.each([
  ['Text.cs', 'StringPayload.cs'],
  ['Function.cs', 'Function.cs'],
  ['constructor', 'constructor'],
])('an edited %s moves to %s', (old, name) => {
  const from = `src/App/LambdaRuntime/${old}`;
  const to = `${runtimeFolder}/${name}`;
  const states = {
    base: new Map([[from, file('a')]]),
    mine: new Map([[from, file('b')]]),
    theirs: new Map([[to, file('c')]]),
  };
  expect(movesOf(states, 'App')).toEqual([{ from, to }]);
});
