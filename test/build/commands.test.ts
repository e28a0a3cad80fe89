import { describe, expect, test } from 'vitest';
import {
  buildCommands,
  commandLine,
  requirePlainFolder,
  requirePlainSysroot,
} from '../../src/build/commands.ts';
import type { Link } from '../../src/build/link.ts';
import { withDefaults } from '../../src/commands/command.ts';
import { newCommand } from '../../src/commands/new.ts';
import { programNames } from '../../src/processes/find-program.ts';
import { settingsOf } from '../../src/project/answers.ts';

const settings = settingsOf('hello', withDefaults(newCommand, {}), '1.0.0');
const lines = (link: Omit<Link, 'why'>, architecture = settings.architecture) =>
  buildCommands({ ...settings, architecture }, { ...link, why: '' }).map(commandLine);
const publish =
  'dotnet publish src/Hello/Hello.csproj --nologo --configuration Release --runtime linux-x64 --output dist/publish -p:EnableSourceControlManagerQueries=false';
const zip = 'dotnet msbuild linker/zip.proj -nologo -verbosity:quiet -p:Name=hello';

describe('the commands of a build', () => {
  test.each<[Omit<Link, 'why'>, string]>([
    [{ method: 'host', isStatic: false }, ''],
    [{ method: 'host', isStatic: true }, ' -p:StaticExecutable=true'],
    [{ method: 'zig', isStatic: false, zigGlibc: '2.17' }, ' -p:LinkWithZig=true -p:ZigGlibc=2.17'],
    [{ method: 'sysroot', isStatic: false, sysroot: '/al2' }, ' -p:SysRoot=/al2'],
    // MSBuild would take a comma or a semicolon for the end of the property.
    [{ method: 'sysroot', isStatic: false, sysroot: '/a;b,c%d e' }, " '-p:SysRoot=/a%3Bb%2Cc%25d e'"],
  ])('%j', (link, properties) => {
    expect(lines(link)).toEqual([publish + properties, zip]);
  });

  test('are for the other processor where that is asked for', () => {
    expect(lines({ method: 'host', isStatic: false }, 'arm64')[0]).toContain('--runtime linux-arm64');
  });

  test('are one in a container, with the folder that it runs in as context', () => {
    expect(lines({ method: 'docker', isStatic: false }, 'arm64')).toEqual([
      'docker build --file Dockerfile.al2 --target artifact --output type=local,dest=dist --build-arg ARCH=arm64 --build-arg TARGET_PLATFORM=linux/arm64 --build-arg RUNTIME=provided.al2023 --build-arg DOTNET_VERSION=10.0 .',
    ]);
  });
});

test('a build in a container gets a secret and other arguments of the Dockerfile, which count before its own', () => {
  const container = {
    nugetConfig: '/home/me/NuGet.Config',
    buildArgs: ['SDK_IMAGE=mcr.microsoft.com/dotnet/sdk@sha256:0'],
  };
  const [line = ''] = lines({ method: 'docker', isStatic: false, container });
  expect(line).toMatch(
    / --build-arg DOTNET_VERSION=10\.0 --build-arg SDK_IMAGE=\S+@sha256:0 --secret id=nuget,src=\/home\/me\/NuGet\.Config \.$/,
  );
});

test.each(['/home/a,b', 'C:\\work;x', '/a=b', 'C:\\what?', '/a*', '/a"b'])(
  '.NET does not publish from %s',
  (folder) => {
    expect(() => requirePlainFolder(folder)).toThrow(/which has . in its path; move the project/);
  },
);

test.each(["/home/it's (1)", 'C:\\Users\\Jörg Müller', '/a%b'])('.NET publishes from %s', (folder) => {
  expect(() => requirePlainFolder(folder)).not.toThrow();
});

test.each(['/a$HOME', '/a`id`', '/a"b', '/a\\b'])('a sysroot %s is refused', (sysroot) => {
  expect(() => requirePlainSysroot(sysroot)).toThrow(/which has . in its path; rename or link to it/);
});

test.each<[NodeJS.Platform, string, string[]]>([
  ['linux', 'zig', ['zig']],
  ['darwin', 'zig', ['zig']],
  ['win32', 'zig', ['zig.exe', 'zig.cmd', 'zig.bat']],
  ['win32', 'ld.lld', ['ld.lld.exe', 'ld.lld.cmd', 'ld.lld.bat']],
  ['win32', 'npm.cmd', ['npm.cmd']],
])('on %s the program %s is %j', (platform, name, files) => {
  expect(programNames(name, platform)).toEqual(files);
});
