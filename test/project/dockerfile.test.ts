import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Arg, type Copy, DockerfileParser, type From } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package.ts';

const text = readFileSync(join(packageRoot(), 'Dockerfile.al2'), 'utf8');
const dockerfile = DockerfileParser.parse(text);
const makefile = readFileSync(join(packageRoot(), 'templates', 'project', 'Makefile.ejs'), 'utf8');
const globals = dockerfile.getInitialARGs().map((arg: Arg) => arg.getProperty()?.getName());

describe('Dockerfile.al2', () => {
  test('has nothing that a Dockerfile linter objects to', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
  });

  test('has the four stages that the Makefile and its own head name', () => {
    const stages = dockerfile.getFROMs().map((from: From) => from.getBuildStage());
    expect(stages).toEqual(['sysroot', 'build', 'artifact', 'run']);
  });

  test('takes every image through an ARG', () => {
    const images = dockerfile
      .getFROMs()
      .map((from: From) => from.getImage()?.replace(/^\$\{(\w+)\}$/, 'ARG $1'));
    expect(images).toEqual(['ARG SYSROOT_IMAGE', 'ARG SDK_IMAGE', 'scratch', 'ARG RUN_IMAGE']);
    expect(globals).toEqual(expect.arrayContaining(['SYSROOT_IMAGE', 'SDK_IMAGE', 'RUN_IMAGE']));
  });

  test('uses no variable that is not declared for its stage', () => {
    for (const stage of text.split(/^FROM /m).slice(1)) {
      const declared = [...stage.matchAll(/^ARG (\w+)/gm)].map(([, name]) => name);
      const [from, ...body] = stage.split('\n');
      const used = (part: string) => [...part.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
      for (const name of used(from as string)) expect([...globals, 'BUILDPLATFORM']).toContain(name);
      for (const name of used(body.join('\n'))) expect(declared).toContain(name);
    }
  });

  test('copies from stages that stand above', () => {
    const seen: string[] = [];
    for (const instruction of dockerfile.getInstructions()) {
      if (instruction.getKeyword() === 'FROM') seen.push((instruction as From).getBuildStage() ?? '');
      const from =
        instruction.getKeyword() === 'COPY' ? (instruction as Copy).getFromFlag()?.getValue() : undefined;
      if (from !== undefined) expect(seen).toContain(from);
    }
  });

  test('is given only arguments that it has', () => {
    const given = [...makefile.matchAll(/--build-arg (\w+)=/g)].map(([, name]) => name);
    expect(given.length).toBeGreaterThan(3);
    for (const name of given) expect(globals).toContain(name);
  });

  test('has the credentials of private feeds in no layer: a secret, only while .NET restores', () => {
    const [secret, ...others] = dockerfile
      .getInstructions()
      .filter((instruction) => instruction.toString().includes('nuget'));
    expect(others).toEqual([]);
    expect(secret?.getKeyword()).toBe('RUN');
    expect(secret?.toString()).toContain(
      '--mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config ',
    );
  });

  test('builds with the Makefile, so that a build with and without Docker is the same', () => {
    expect(text).toMatch(/^ {4}make package ARCH="\$\{ARCH\}" RUNTIME="\$\{RUNTIME\}" SYSROOT=\/sysroot$/m);
  });
});
