import { join } from 'node:path';
import { lineEnding, withLineEnding } from '../dotnet/splice.ts';
import { UserError } from '../errors.ts';
import { readText } from '../files/text.ts';
import { blocksText } from '../project/infrastructure/hcl-text.ts';
import type { TerraformEntries } from '../project/infrastructure/terraform.ts';
import type { Change } from './change.ts';

/** Where a project has its configuration, relative to its folder. */
const mainFile = 'infra/main.tf';
const outputsFile = 'infra/outputs.tf';

/** Whether a text has a block of this address; comments that look like one are not worth a parser. */
const has = (text: string, type: string, ...labels: readonly string[]) =>
  new RegExp(
    `^[ \\t]*${type}[ \\t]+${labels.map((label) => `"${label}"`).join('[ \\t]+')}[ \\t]*\\{`,
    'm',
  ).test(text);

/** Blocks have no order, so that new ones go to the end and everything else stays as it is. */
function appended(before: string, blocks: readonly string[]): string {
  const own = before.trimEnd();
  const all = [...(own === '' ? [] : [own]), ...blocks.filter((text) => text !== '')];
  return withLineEnding(`${all.join('\n\n')}\n`, lineEnding(before));
}

/**
 * Adds a function to the Terraform configuration of the project in `folder`; nothing where it has none.
 * @throws UserError when it has a function of that label already.
 */
export async function terraformChanges(folder: string, entries: TerraformEntries): Promise<Change[]> {
  const main = await readText(join(folder, mainFile));
  if (main === undefined) return [];
  const { label, shared } = entries;
  if (has(main, 'resource', 'aws_lambda_function', label)) {
    throw new UserError(
      `${mainFile} has a resource "aws_lambda_function" "${label}" already; choose another name.`,
    );
  }
  const missing = shared.filter(({ type, labels }) => !has(main, type, ...labels));
  const outputs = (await readText(join(folder, outputsFile))) ?? '';
  return [
    { path: mainFile, before: main, after: appended(main, [blocksText(missing), entries.main]) },
    {
      path: outputsFile,
      before: outputs === '' ? undefined : outputs,
      after: appended(outputs, [entries.outputs]),
    },
  ];
}
