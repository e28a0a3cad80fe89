import type { TreeFile } from '../../files/tree.ts';
import { cdkConstruct } from './cdk.ts';
import { cdkTest } from './cdk-tests.ts';
import type { DescribedFunction } from './description.ts';

/** Where the CDK app of a project has its stack, relative to the project. */
export const cdkStackFile = 'infra/FunctionsStack.cs';

/** The files of a function in the CDK app: its construct and the tests of it. */
export function cdkFiles(fn: DescribedFunction): TreeFile[] {
  const construct = cdkConstruct(fn);
  const test = cdkTest(fn);
  return [
    { path: `infra/${construct.name}.cs`, contents: construct.text },
    { path: `test/Infrastructure.Tests/${test.name}.cs`, contents: test.text },
  ];
}
