import { expect, it } from 'vitest';
import { buildHint } from '../../src/build/hints.ts';

it.each([
  [
    "Program.cs(6,13): error CS1503: Argument 2: cannot convert from 'method group' to 'System.Func<System.IO.Stream, System.IO.Stream>'",
    true,
  ],
  [
    "Program.cs(6,60): error CS1061: 'FunctionJsonContext' does not contain a definition for 'Greeting' and no accessible",
    true,
  ],
  ["Uppercase.cs(9,22): error CS1061: 'string' does not contain a definition for 'ToNothing'", false],
  ["Uppercase.cs(9,22): error CS1503: Argument 1: cannot convert from 'int' to 'string'", false],
])('%s', (error, isAboutJson) => {
  expect(buildHint([error]).includes('doctor --fix')).toBe(isAboutJson);
});
