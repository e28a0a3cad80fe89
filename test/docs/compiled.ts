import { readPage } from './blocks.ts';

// Pages whose C# is compiled: the blocks of a section (##) are one program.

/** C# of a section, as one file that compiles. */
export interface Compiled {
  /** PAGE#SECTION, for a failure. */
  readonly where: string;
  readonly text: string;
}

const isProgram = (code: string) => /^return LambdaBootstrap\./m.test(code);

/** Indents a text, so that it can stand in a type. */
const within = (code: string) => code.replaceAll(/^(?=.)/gm, '        ');

/** The types whose JSON a section asks for; `String` is the property of string. */
function jsonTypes(code: string): string[] {
  const properties = [...code.matchAll(/FunctionJsonContext\.Default\.(\w+)/g)].map(
    ([, name]) => name as string,
  );
  return [...new Set(properties)].map((name) => (name === 'String' ? 'string' : name));
}

function contextOf(code: string): string {
  const types = jsonTypes(code);
  if (types.length === 0) return '';
  const attributes = types.map(
    (type) => `[System.Text.Json.Serialization.JsonSerializable(typeof(${type}))]\n`,
  );
  return `${attributes.join('')}internal sealed partial class FunctionJsonContext : System.Text.Json.Serialization.JsonSerializerContext;\n`;
}

/** The C# of a page by section. A block that runs a program becomes a method, the others are types. */
export function compiledSections(page: string): Compiled[] {
  const sections = readPage(page).split(/^## /m).slice(1);
  return sections.flatMap((section, index) => {
    const blocks = [...section.matchAll(/^```csharp\n([\s\S]*?)^```$/gm)].map(([, code]) => code as string);
    if (blocks.length === 0) return [];
    const code = blocks.join('\n');
    const imports = [...new Set(code.match(/^using [\w.]+;$/gm) ?? [])];
    const parts = blocks.map((block, i) => {
      const plain = block.replaceAll(/^using [\w.]+;\n/gm, '').trim();
      return isProgram(plain)
        ? `internal static class Program${i}\n{\n    internal static int Main${i}()\n    {\n${within(plain)}\n    }\n}\n`
        : `${plain}\n`;
    });
    const namespace = `${page.replaceAll(/\W/g, '_')}.Section${index}`;
    const text = [...imports, '', `namespace ${namespace};`, '', ...parts, contextOf(code)]
      .join('\n')
      // The generator of System.Text.Json cannot tell contexts of one name in several namespaces apart.
      .replaceAll('FunctionJsonContext', `${namespace.replace('.', '_')}JsonContext`);
    return [{ where: `${page}#${section.split('\n')[0]}`, text }];
  });
}
