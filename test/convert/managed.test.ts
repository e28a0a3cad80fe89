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

describe('a conversion that stays on a managed runtime', () => {
  it('names the program as the Handler, and the variable that picks one of several handlers', async () => {
    const { textOf, remarks } = await plan(await withTemplate(template('Get', 'Put')), {
      runtime: 'dotnet10',
    });
    expect(textOf('template.yaml')).toContain('Handler: bootstrap\n');
    expect(textOf('template.yaml')).not.toContain('provided');
    const said = remarks.join('\n');
    expect(said).toContain('set its environment variable FUNCTION_HANDLER to Get.');
    expect(said).toContain('set its environment variable FUNCTION_HANDLER to Put.');
    expect(textOf('Program.cs')).toContain(
      'Environment.GetEnvironmentVariable("FUNCTION_HANDLER") ?? Environment.GetEnvironmentVariable("_HANDLER") ?? ""',
    );
  });

  it('needs no variable for a single handler', async () => {
    const { textOf, remarks } = await plan(await withTemplate(template('Get')), { runtime: 'dotnet10' });
    expect(textOf('template.yaml')).toContain('Handler: bootstrap\n');
    expect(remarks.join('\n')).not.toContain('FUNCTION_HANDLER');
  });

  it('is told of where it was not asked for', async () => {
    const { remarks } = await plan(await withTemplate(template('Get')));
    expect(remarks.join('\n')).toContain(
      'Runtime dotnet10 becomes provided.al2023; --runtime dotnet10 keeps it.',
    );
  });
});
