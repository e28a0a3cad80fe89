import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imageName, nameProblem, pascalCase, rootNamespace } from '../../src/project/names.ts';

describe('a project name', () => {
  test.each(['my-fn', 'class', 'a', 'Orders_2', 'a'.repeat(64), 'uppercase', 'hello-native'])(
    '%s is fine',
    (name) => {
      expect(nameProblem(name)).toBeUndefined();
    },
  );

  test.each([
    ['', /empty/],
    ['123', /start with a letter/],
    ['../x', /start with a letter/],
    ['a/b', /start with a letter and have only a-z, A-Z, 0-9, "-" and "_"/],
    ['a b', /start with a letter and have only a-z, A-Z, 0-9, "-" and "_"/],
    ['a.b', /start with a letter and have only a-z, A-Z, 0-9, "-" and "_"/],
    ['Ünïcode', /have only a-z, A-Z/],
    ['-x', /start with a letter/],
    ['a,', /start with a letter and have only a-z, A-Z, 0-9, "-" and "_"/],
    ['a'.repeat(65), /65 characters; Lambda takes 64/],
    ['con', /Windows keeps/],
    ['COM1', /Windows keeps/],
    ['system', /namespace would be System/],
    ['lambda-runtime', /namespace would be LambdaRuntime/],
  ])('%j is refused with the reason', (name, reason) => {
    expect(nameProblem(name)).toMatch(reason);
  });

  test('that is accepted always gives a C# identifier and a Lambda name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 70 }), (name) => {
        fc.pre(nameProblem(name) === undefined);
        expect(name).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
        expect(pascalCase(name)).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      }),
    );
  });
});

describe('a root namespace', () => {
  test('is the name in C# casing', () => {
    expect(rootNamespace('my-fn_two', new Set(['Uppercase']))).toBe('MyFnTwo');
  });

  test('steps aside where a class has the same name', () => {
    expect(rootNamespace('uppercase', new Set(['Uppercase']))).toBe('UppercaseApp');
  });
});

describe('the name of an image', () => {
  test.each([
    ['hello-native', 'hello-native'],
    ['MyFunction', 'myfunction'],
    ['a__b-_c-', 'a-b-c'],
  ])('of the project %s is %s', (name, image) => {
    expect(imageName(name)).toBe(image);
  });

  test('is always one that Docker and Amazon ECR take', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/), (name) => {
        expect(imageName(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      }),
    );
  });
});
