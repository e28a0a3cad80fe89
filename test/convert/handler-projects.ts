import { expect } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { defaultsOf, plan, writeProject } from './fixtures.ts';

export const source = (body: string, usings = '') =>
  `using Amazon.Lambda.Core;\n${usings}namespace App;\n${body}\n`;
export const defaults = { 'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle') };
export const inClass = (member: string, more = '') => ({
  'Function.cs': source(`public class Function { ${member} }\n${more}`),
  ...defaults,
});

/** The message that refuses a project, its folder written as DIR. */
export async function refusal(files: Record<string, string>, options = {}): Promise<string> {
  const target = await writeProject(files);
  const error = await plan(target, options).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).not.toContain('\n');
  return (error as Error).message.replaceAll(target, 'DIR');
}

/** The Program.cs that a project gets, each call on one line. */
export async function programOf(files: Record<string, string>, options = {}): Promise<string> {
  const text = (await plan(await writeProject(files), options)).textOf('Program.cs');
  return text.replaceAll(/\(\n\s+/g, '(');
}
