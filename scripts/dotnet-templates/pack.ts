import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { packageVersion } from '../../src/package.ts';
import { defaultFramework } from '../../src/platform/frameworks.ts';
import { functionTemplate } from './function.ts';
import { icon as drawIcon } from './icon.ts';
import { projectTemplate } from './project.ts';
import { iconFile, type PackageFile } from './template.ts';

const packageId = 'LambdaNativeAot.Templates';

const readme = `# ${packageId}

Templates of \`dotnet new\` for AWS Lambda functions in C#, compiled to machine code with .NET NativeAOT. They write what
the command line lambda-nativeaot writes.

- \`dotnet new lambda-nativeaot -n Orders --sample http-api\`: a project; \`--help\` lists the options
- \`dotnet new lambda-nativeaot-function -n Payments --sample sqs-batch\`: a function, in the folder of a project file
`;

/** Packs what lies in templates/ and nothing of its own. */
const project = () => `<Project Sdk="Microsoft.NET.Sdk">

  <PropertyGroup>
    <PackageType>Template</PackageType>
    <PackageId>${packageId}</PackageId>
    <Version>${packageVersion()}</Version>
    <Title>Templates for AWS Lambda functions, compiled with .NET NativeAOT</Title>
    <Authors>generator-lambda-nativeaot</Authors>
    <Description>dotnet new lambda-nativeaot: a project for an AWS Lambda function that is compiled to machine code.</Description>
    <PackageTags>dotnet-new;templates;aws;lambda;nativeaot;serverless</PackageTags>
    <PackageLicenseExpression>MIT</PackageLicenseExpression>
    <PackageReadmeFile>README.md</PackageReadmeFile>
    <PackageIcon>${iconFile}</PackageIcon>
    <TargetFramework>${defaultFramework}</TargetFramework>
    <IncludeBuildOutput>false</IncludeBuildOutput>
    <IncludeContentInPack>true</IncludeContentInPack>
    <ContentTargetFolders>content</ContentTargetFolders>
    <EnableDefaultItems>false</EnableDefaultItems>
    <!-- .gitignore and the like are content. -->
    <NoDefaultExcludes>true</NoDefaultExcludes>
    <!-- No assembly for the framework, and files without an extension: it is a package of templates. -->
    <NoWarn>$(NoWarn);NU5128;NU5119;NU5110;NU5111</NoWarn>
  </PropertyGroup>

  <ItemGroup>
    <Content Include="templates/**/*" />
    <None Include="README.md;${iconFile}" Pack="true" PackagePath="/" />
  </ItemGroup>

</Project>
`;

async function write(folder: string, { path, contents }: PackageFile): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}

/** The templates as they lie in the package, all in memory. */
function templates(): PackageFile[] {
  const icon = drawIcon();
  return [...projectTemplate(icon), ...functionTemplate(icon)];
}

/**
 * Packs the templates. Needs the .NET SDK.
 * @param work an empty folder for what is packed
 * @returns the path of the package in the folder `output`
 */
export async function packTemplates(work: string, output: string): Promise<string> {
  const files: PackageFile[] = [
    ...templates().map(({ path, contents }) => ({ path: `templates/${path}`, contents })),
    { path: iconFile, contents: drawIcon() },
    { path: 'README.md', contents: readme },
    { path: `${packageId}.csproj`, contents: project() },
    // Nothing of a folder above has a say.
    { path: 'Directory.Build.props', contents: '<Project />\n' },
    { path: 'Directory.Build.targets', contents: '<Project />\n' },
    { path: 'Directory.Packages.props', contents: '<Project />\n' },
  ];
  for (const file of files) await write(work, file);
  const flags = ['--nologo', '--configuration', 'Release', '--output', output];
  await execa('dotnet', ['pack', `${packageId}.csproj`, ...flags], {
    cwd: work,
    env: { DOTNET_CLI_TELEMETRY_OPTOUT: '1', MSBUILDDISABLENODEREUSE: '1' },
    stdin: 'ignore',
  });
  return join(output, `${packageId}.${packageVersion()}.nupkg`);
}
