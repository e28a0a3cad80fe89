import { writeProject } from './fixtures.ts';

export const source = `namespace App;
public class Functions { public string Get(string s) => s; public string Put(string s) => s; }
`;
export const withTemplate = (template: string, name = 'template.yaml') =>
  writeProject({ 'Functions.cs': source, [name]: template });
