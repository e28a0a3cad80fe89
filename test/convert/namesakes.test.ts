import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appProject, plan, writeFiles } from './fixtures.ts';

const git = { '.git/HEAD': 'ref: refs/heads/main\n' };

describe('projects of one assembly name', () => {
  const ledger = (folder: string, csproj = 'Ledger.csproj') => ({
    [`${folder}/${csproj}`]: appProject.replace(
      '<Nullable>',
      '<AssemblyName>ledger</AssemblyName>\n    <Nullable>',
    ),
    [`${folder}/F.cs`]: 'namespace L; public class F { public string H(string s) => s; }',
  });
  const template = (id: string, code: string) => `  ${id}:
    Type: AWS::Serverless::Function
    Properties: { Handler: 'ledger::L.F::H', Runtime: dotnet8, CodeUri: ${code} }
`;
  const script = 'deploy --handler ledger::L.F::H\n';

  it('keep apart: each is told of its own files and of those that may mean either', async () => {
    const target = await writeFiles({
      ...git,
      ...ledger('a/ledger'),
      ...ledger('b/ledger', 'Book.csproj'),
      'a/ledger/template.yaml': `Resources:\n${template('A', '.')}`,
      'b/ledger/template.yaml': `Resources:\n${template('B', '.')}`,
      'a/deploy.sh': script,
      'b/deploy.sh': script,
      'b/main.tf': 'resource "aws_lambda_function" "b" {\n  handler = "ledger::L.F::H"\n}\n',
      'all.sh': script,
      'template.yaml': `Resources:\n${template('TopA', 'a/ledger/')}${template('TopB', 'b/ledger/')}`,
    });
    const { settings, remarks } = await plan(join(target, 'a', 'ledger'));
    expect(settings.functions.map(({ name }) => name)).toEqual(['A', 'TopA']);
    const files = remarks.map((remark) => /^(\S+):\d+:/.exec(remark)?.[1]).filter(Boolean);
    expect(files).toEqual(['../deploy.sh', '../../all.sh', '../../template.yaml']);
  });

  it('are told of files beside them where only one of them has the name', async () => {
    const target = await writeFiles({
      ...git,
      ...ledger('samples/a'),
      'samples/b/Ledger.csproj': appProject,
      'samples/b/deploy.sh': script,
    });
    const { remarks } = await plan(join(target, 'samples', 'a'));
    expect(remarks).toContainEqual(expect.stringMatching(/^\.\.\/b\/deploy\.sh:1: this still names/));
  });
});
