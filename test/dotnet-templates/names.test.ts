import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  imageSteps,
  nameSet,
  namespaceSteps,
  otherName,
  pascalSteps,
  placeholder,
  type Replacement,
  renamed,
} from '../../scripts/dotnet-templates/names.ts';
import { typesInSources } from '../../src/project/answers.ts';
import { imageName, pascalCase, rootNamespace } from '../../src/project/names.ts';

// What the template engine makes of a name by regular expressions is what our own code makes of it.

const apply = (steps: readonly Replacement[], name: string) =>
  steps.reduce(
    (text, { pattern, replacement }) => text.replaceAll(new RegExp(pattern, 'g'), replacement),
    name,
  );

const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const anyName = fc
  .tuple(fc.constantFrom(...letters), fc.string({ unit: fc.constantFrom(...letters, ...'0123456789__--') }))
  .map((parts) => parts.join(''));
const names = fc.oneof(anyName, fc.constantFrom(...typesInSources(), 'string', 'a--b_-c', 'x-', 'X_1-y'));

test('gives every name the namespace, the casing and the image that new gives it', () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(apply(pascalSteps, name)).toBe(pascalCase(name));
      expect(apply(namespaceSteps(), name)).toBe(rootNamespace(name, typesInSources()));
      expect(apply(imageSteps, name.toLowerCase())).toBe(imageName(name));
    }),
    { numRuns: 500 },
  );
});

test('takes one name for another in all of its forms, and both ways', () => {
  const text = Object.values(placeholder).join(' / ');
  const other = renamed(text, placeholder, otherName);
  expect(other).toBe(Object.values(otherName).join(' / '));
  expect(renamed(other, otherName, placeholder)).toBe(text);
  expect(new Set(Object.values(nameSet('a_B-c'))).size).toBe(3);
});
