import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventFaults, eventWarnings } from '../../src/convert/rules/event-packages.ts';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { readDeclarations } from '../../src/dotnet/declarations.ts';
import { loadProject } from '../../src/dotnet/files.ts';
import { appProject, defaultsOf, plan, writeFiles } from './fixtures.ts';

const projectWith = (id: string, version: string) =>
  appProject.replace(
    '</ItemGroup>',
    `  <PackageReference Include="${id}" Version="${version}" />\n  </ItemGroup>`,
  );
const functionOf = (code: string) =>
  `using Amazon.Lambda.Core;\n\nnamespace App;\n\npublic class Function\n{\n    public void Handle(${code} input, ILambdaContext context) { }\n}\n`;

/** What is said of a function that takes an event of a package in some version. */
async function faultsOf(id: string, version: string, code: string) {
  const root = await writeFiles({ 'App.csproj': projectWith(id, version) });
  const parser = await loadCSharp();
  const source = readDeclarations(parser.parse(functionOf(code), join(root, 'Function.cs')));
  return eventWarnings({ parser, root }, [await loadProject(join(root, 'App.csproj'))], [source]);
}

/** The version before one, as far as the ranges of the table go. */
function before(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (patch > 0) return `${major}.${minor}.${patch - 1}`;
  return minor > 0 ? `${major}.${minor - 1}.9` : `${major - 1}.9.9`;
}

describe('old packages of events', () => {
  it('are named when a project is converted', async () => {
    const { warnings } = await plan(
      await writeFiles({
        'App.csproj': projectWith('Amazon.Lambda.MQEvents', '1.1.0'),
        'Function.cs': functionOf('Amazon.Lambda.MQEvents.RabbitMQEvent'),
        'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
      }),
    );
    expect(warnings.map(({ id, file, line }) => [id, file, line])).toEqual([
      ['event-rabbitmq-priority', 'App.csproj', 11],
    ]);
  });

  it.each(eventFaults.filter(({ fixed }) => fixed !== undefined))(
    '$package before $fixed: $id',
    async ({ id, package: name, types, fixed, problem }) => {
      for (const type of types) {
        const old = before(fixed as string);
        const [warning] = (await faultsOf(name, old, type)).filter((w) => w.id === id);
        expect(warning).toMatchObject({
          file: 'App.csproj',
          line: 11,
          problem: `${name} ${old}: ${problem}`,
        });
        expect(warning?.wayOut).toBe(`raise it to ${fixed} or newer`);
        expect((await faultsOf(name, fixed as string, type)).map((w) => w.id)).not.toContain(id);
      }
    },
  );

  it('have a line each, and none for types that the code does not use', async () => {
    const ids = async (...args: Parameters<typeof faultsOf>) => (await faultsOf(...args)).map(({ id }) => id);
    const cognito = 'Amazon.Lambda.CognitoEvents';
    expect(await ids(cognito, '2.1.0', 'CognitoVerifyAuthChallengeEvent')).toEqual([
      'event-cognito-challenge-null',
      'event-cognito-challenge-answer',
    ]);
    expect(await ids(cognito, '2.1.0', 'CognitoPostConfirmationEvent')).toEqual([]);
    // A name in a comment is no use of a type.
    expect(await ids(cognito, '2.1.0', 'CognitoEvent /* no CognitoMigrateUserEvent */')).toEqual([]);
  });

  it('count as new where only NuGet knows the version', async () => {
    expect(await faultsOf('Amazon.Lambda.KafkaEvents', '*', 'KafkaEvent')).toEqual([]);
  });

  it.each(['1.0.0', '5.0.0', '*'])(
    'a ScheduledEvent of version %s reads no events of the scheduler',
    async (version) => {
      const name = 'Amazon.Lambda.CloudWatchEvents';
      const [warning, ...others] = await faultsOf(name, version, 'ScheduledEvents.ScheduledEvent');
      expect(others).toEqual([]);
      expect(warning?.problem).toContain('whose detail is a string');
      expect(warning?.wayOut).toContain('CloudWatchEvent<JsonElement>');
      expect(await faultsOf(name, version, 'CloudWatchEvent<JsonElement>')).toEqual([]);
    },
  );
});
