import { appProject } from './fixtures.ts';

export const project = appProject
  .replace('</PropertyGroup>', '  <OutputType>Exe</OutputType>\n  </PropertyGroup>')
  .replace(
    '<ItemGroup>',
    '<ItemGroup>\n    <PackageReference Include="Amazon.Lambda.RuntimeSupport" Version="2.1.2" />',
  );

const usings = `using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
`;

export const program = (text: string, more: Record<string, string> = {}) => ({
  'App.csproj': project,
  'Program.cs': `${usings}${text}`,
  'Model.cs':
    'namespace App; public record Order(string Id); public record Receipt(int Total); public struct Point { }',
  ...more,
});

export const contextTypes = (text: string) => [...text.matchAll(/typeof\((.*)\)\)/g)].map(([, type]) => type);
