import { describe, expect, it } from 'vitest';
import { withTemplate } from './deployment-support.ts';
import { plan } from './fixtures.ts';

const template = (...functions: string[]) => `Transform: AWS::Serverless-2016-10-31
Resources:
${functions
  .map(
    (name) => `  ${name}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: dotnet10
      Handler: App::App.Functions::${name}
      MemorySize: 512
      Timeout: 10
`,
  )
  .join('')}`;

const variable = (name: string) =>
  `      Environment:\n        Variables:\n          FUNCTION_HANDLER: ${name}\n`;

describe('a conversion that stays on a managed runtime', () => {
  const kept = { runtime: undefined };

  it('names the program as the Handler, and the variable that picks one of several handlers', async () => {
    const { textOf, remarks } = await plan(await withTemplate(template('Get', 'Put')), kept);
    expect(textOf('template.yaml')).toBe(
      template('Get', 'Put')
        .replaceAll(/Handler: App.*/g, 'Handler: bootstrap')
        .replaceAll('dotnet10\n', 'dotnet10\n      Architectures: [x86_64]\n')
        .replaceAll('bootstrap\n', 'bootstrap\n      CodeUri: dist/App.zip\n')
        .replace('Timeout: 10\n', `Timeout: 10\n${variable('Get')}`)
        .replace(/Timeout: 10\n$/, `Timeout: 10\n${variable('Put')}`),
    );
    expect(remarks.join('\n')).not.toContain('FUNCTION_HANDLER');
    expect(textOf('Program.cs')).toContain(
      'Environment.GetEnvironmentVariable("FUNCTION_HANDLER") ?? Environment.GetEnvironmentVariable("_HANDLER") ?? ""',
    );
  });

  it.each([
    ['      Environment: {Variables: {TABLE: a}}\n', '{Variables: {TABLE: a, FUNCTION_HANDLER: Get}}'],
    [
      '      Environment:\n        Variables:\n          TABLE: a # here\n',
      'TABLE: a # here\n          FUNCTION_HANDLER: Get\n',
    ],
    ['      Environment: {KmsKey: a}\n', '{KmsKey: a, Variables: { FUNCTION_HANDLER: Get }}'],
  ])('puts the variable beside others: %j', async (environment, expected) => {
    const text = template('Get', 'Put').replace('      MemorySize', `${environment}      MemorySize`);
    expect((await plan(await withTemplate(text), kept)).textOf('template.yaml')).toContain(expected);
  });

  it('says which variable to set where only CloudFormation knows the others', async () => {
    const environment = '      Environment:\n        Variables: !FindInMap [a, b, c]\n';
    const text = template('Get', 'Put').replace('      MemorySize', `${environment}      MemorySize`);
    const { remarks } = await plan(await withTemplate(text), kept);
    expect(remarks.join('\n')).toMatch(
      /^template\.yaml:\d+: set the environment variable FUNCTION_HANDLER of Get to Get\.$/m,
    );
  });

  it('needs no variable for a single handler', async () => {
    const { textOf, settings } = await plan(await withTemplate(template('Get')), kept);
    expect(textOf('template.yaml')).toContain('Handler: bootstrap\n');
    expect(textOf('template.yaml')).not.toContain('FUNCTION_HANDLER');
    expect(settings.runtime).toBe('dotnet10');
  });

  it('is said, with the age of one that AWS has deprecated', async () => {
    const { remarks } = await plan(await withTemplate(template('Get')), kept);
    expect(remarks).toContain(
      "Runtime dotnet10 stays; --runtime provided.al2023 starts the program without AWS's script.",
    );
    const old = await plan(await withTemplate(template('Get').replace('dotnet10', 'dotnet8')), kept);
    expect(old.settings.runtime).toBe('dotnet8');
    expect(old.remarks.join('\n')).toContain('AWS deprecated it on 2026-11-10.');
  });

  it.each([
    ['no native program runs there', ['dotnet6', 'dotnet6']],
    ['its functions have several', ['dotnet10', 'dotnet8']],
    ['it has a custom one already', ['provided.al2', 'provided.al2']],
  ])('is not what happens where %s', async (_, [first, second]) => {
    const text = template('Get', 'Put').replace('dotnet10', `${first}`).replace('dotnet10', `${second}`);
    expect((await plan(await withTemplate(text), kept)).settings.runtime).toBe('provided.al2023');
  });

  it('is told of where another was asked for', async () => {
    const { remarks } = await plan(await withTemplate(template('Get')), { runtime: 'provided.al2023' });
    expect(remarks.join('\n')).toContain(
      'Runtime dotnet10 becomes provided.al2023; --runtime dotnet10 keeps it.',
    );
  });
});
