import { expect, it } from 'vitest';
import { evaluateCondition, expand, isUnresolved } from '../../src/dotnet/condition.ts';

const properties = new Map([
  ['configuration', 'Release'],
  ['targetframework', 'net8.0'],
  ['empty', ''],
]);

it.each([
  ['', true],
  [" '$(Configuration)' == 'Release' ", true],
  ["'$(configuration)|$(Platform)'=='release|'", true],
  ["'$(TargetFramework)' != 'net8.0'", false],
  ["'$(Missing)' == ''", true],
  ["'a' == 'b' or '$(Configuration)' == 'Release'", true],
  ["'a' == 'a' And ('b' == 'c' Or !('d' == 'e'))", true],
  ["'2' >= '10'", false],
  ['true', true],
  ['!false', true],
  ["Exists('$(Configuration).props')", undefined],
  ["'$([MSBuild]::IsOSPlatform(Linux))' == 'true'", undefined],
  ["'$([X]::Y())' == 'true' and 'a' == 'b'", false],
  ["'a' == 'a' or Exists('x')", true],
  ["'unclosed == 'x", undefined],
])('the condition %s comes to %s', (condition, expected) => {
  expect(evaluateCondition(condition, properties)).toBe(expected);
});

it('expands properties by name, whatever their case, and leaves functions alone', () => {
  expect(expand('$(TARGETFRAMEWORK);$(None)x', properties)).toBe('net8.0;x');
  expect(isUnresolved(expand('$([System.IO.Path]::Combine(a))', properties))).toBe(true);
});
