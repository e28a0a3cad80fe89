import { join } from 'node:path';
import type { CSharpParser, Node } from '../dotnet/csharp.ts';
import { applyEdits, type Edit, indentBefore, lineEnding } from '../dotnet/splice.ts';
import { lastNameOf } from '../dotnet/syntax.ts';
import { UserError } from '../errors.ts';
import { readText } from '../files/text.ts';
import { cdkStackStatement, constructName } from '../project/infrastructure/cdk.ts';
import { cdkFiles, cdkStackFile } from '../project/infrastructure/cdk-files.ts';
import type { DescribedFunction } from '../project/infrastructure/description.ts';
import type { Change } from './change.ts';

const stacks = `(class_declaration (base_list (_) @base)
  body: (declaration_list (constructor_declaration body: (block) @body)))`;

/** The statement that makes the construct, at the end of the stack's constructor. */
function stackEdit(parser: CSharpParser, text: string, statement: string): Edit | undefined {
  const { root } = parser.parse(text, cdkStackFile);
  const found = parser.match(stacks, root).find(({ base }) => lastNameOf(base as Node) === 'Stack');
  if (found === undefined) return undefined;
  const body = found.body as Node;
  const last = body.namedChildren.findLast((child) => child !== null);
  const ending = lineEnding(text);
  const start = last ? last.endIndex : body.startIndex + 1;
  const outer = indentBefore(text, body.endIndex - 1) ?? '';
  const indent = (last && indentBefore(text, last.startIndex)) ?? `${outer}    `;
  return { start, end: start, text: `${ending}${indent}${statement}` };
}

/**
 * Adds a function to the CDK app of the project in `folder`: its construct, the tests of it, and the statement of the stack.
 * @throws UserError when the stack has no constructor that it could go into, or a file of the construct is there already.
 */
export async function cdkChanges(
  folder: string,
  parser: CSharpParser,
  fn: DescribedFunction,
): Promise<Change[]> {
  const before = await readText(join(folder, cdkStackFile));
  if (before === undefined) return [];
  const edit = stackEdit(parser, before, cdkStackStatement(fn));
  if (edit === undefined) {
    throw new UserError(
      `${cdkStackFile} has no class that derives from Stack and has a constructor; ${constructName(fn.className)} cannot be added. Restore it, or take "cdk" out of "with" in .yo-rc.json.`,
    );
  }
  const changes: Change[] = [{ path: cdkStackFile, before, after: applyEdits(before, [edit]) }];
  for (const { path, contents } of cdkFiles(fn)) {
    if ((await readText(join(folder, path))) !== undefined) {
      throw new UserError(`${path} is there already; choose another name.`);
    }
    changes.push({ path, before: undefined, after: contents });
  }
  return changes;
}
