import type { CSharpParser } from '../dotnet/csharp.ts';
import { type Declarations, readDeclarations } from '../dotnet/declarations.ts';
import type { LoadedProject } from '../dotnet/files.ts';
import { applyEdits } from '../dotnet/splice.ts';
import type { TreeFile } from '../files/tree.ts';
import type { Library } from '../platform/options.ts';
import { contextNamespaceOf } from '../project/view.ts';
import { usingEdits } from './json-context.ts';
import { usingItems } from './sources.ts';

/** What ImplicitUsings brings for Microsoft.NET.Sdk. Source: "Implicit using directives", Microsoft Learn. */
const implicitNamespaces = [
  'System',
  'System.Collections.Generic',
  'System.IO',
  'System.Linq',
  'System.Net.Http',
  'System.Threading',
  'System.Threading.Tasks',
];

const isOn = (value: string | undefined) => /^(enable|true)$/i.test(value ?? '');

/** The namespaces that every source of a project sees. */
function globalNamespaces(project: LoadedProject, sources: readonly Declarations[]): Set<string> {
  const directives = sources.flatMap(({ usings }) => usings.filter(({ isGlobal }) => isGlobal));
  const implicit = isOn(project.evaluation.get('ImplicitUsings')) ? implicitNamespaces : [];
  return new Set([...usingItems(project), ...directives.map(({ name }) => name), ...implicit]);
}

/**
 * A sample's source made to compile in a project that is set up in another way than a new one: the namespaces
 * that a new project has everywhere are imported, and nullable references are on.
 */
export function withImports(
  parser: CSharpParser,
  file: TreeFile,
  project: LoadedProject,
  sources: readonly Declarations[],
  library: Library,
): TreeFile {
  if (!file.path.endsWith('.cs')) return file;
  const visible = globalNamespaces(project, sources);
  const needed = [
    ...implicitNamespaces,
    ...(/\bI(Lambda(Context|Logger)|ClientContext)\b/.test(file.contents)
      ? [contextNamespaceOf(library)]
      : []),
  ].filter((name) => !visible.has(name));
  const edits = usingEdits(readDeclarations(parser.parse(file.contents, file.path)), needed);
  const imported = applyEdits(file.contents, edits);
  // Between using directives and a namespace stands an empty line.
  const spaced = imported.replace(/^(using [^\n]+;\n)(?=namespace )/m, '$1\n');
  const isNullable = isOn(project.evaluation.get('Nullable'));
  return { ...file, contents: isNullable ? spaced : `#nullable enable\n\n${spaced}` };
}
