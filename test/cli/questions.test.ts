import { describe, expect, test } from 'vitest';
import { openQuestions, requireArgument, withAnswers } from '../../src/cli/questions.ts';
import { newCommand } from '../../src/commands/new.ts';

const names = (values: object, args: string[] = []) =>
  openQuestions(newCommand, { arguments: args, values }).map((question) => question.name);

describe('the questions of new', () => {
  test('come in an order from name to extras', () => {
    expect(names({})).toEqual([
      'argument',
      'sample',
      'framework',
      'architecture',
      'runtime',
      'library',
      'with',
    ]);
  });

  test('leave out what a flag or an argument has answered', () => {
    expect(names({ sample: 'uppercase', runtime: 'provided.al2', with: [] }, ['orders'])).toEqual([
      'framework',
      'architecture',
      'library',
    ]);
  });

  test('explain each choice on a line of 80 columns at most', () => {
    const lines = openQuestions(newCommand, { arguments: [], values: {} }).flatMap((q) => q.choices ?? []);
    expect(lines.length).toBeGreaterThan(10);
    for (const { name, description } of lines) {
      expect(name.length, name).toBeLessThanOrEqual(76);
      expect(description?.length ?? 0, description).toBeLessThanOrEqual(76);
    }
  });

  test('say what each choice of a sample costs, and give no figure of a library that was not measured', () => {
    const questions = openQuestions(newCommand, { arguments: [], values: {} });
    const choicesOf = (name: string) => questions.find((question) => question.name === name)?.choices ?? [];
    const samples = choicesOf('sample');
    expect(samples.length).toBeGreaterThan(10);
    for (const { value, description } of samples) expect(description, value).toMatch(/^[\d.]+ MB binary/);
    const libraries = choicesOf('library').map(({ name }) => name);
    expect(libraries).toEqual([
      expect.stringMatching(/^builtin +C# source/),
      expect.stringMatching(/^aws +AWS's/),
    ]);
    for (const name of libraries) expect(name).not.toMatch(/\d/);
  });

  test('say what is wrong with a name until it is right', () => {
    const [question] = openQuestions(newCommand, { arguments: [], values: {} });
    expect(question?.validate?.('1st')).toMatch(/^A name must start with a letter/);
    expect(question?.validate?.('first')).toBe(true);
  });

  test('give the answers back as arguments and values', () => {
    const input = withAnswers(
      { arguments: [], values: { yes: true } },
      { argument: 'orders', library: 'aws' },
    );
    expect(input).toEqual({ arguments: ['orders'], values: { yes: true, library: 'aws' } });
  });

  test('a missing name is a usage error where nobody can be asked', () => {
    expect(() => requireArgument(newCommand, { arguments: [], values: {} })).toThrow(
      'NAME is missing and standard input is not a terminal; run: lambda-nativeaot new NAME',
    );
  });
});
