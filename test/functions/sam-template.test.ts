import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { applyEdits } from '../../src/dotnet/splice.ts';
import { samTemplateEdits } from '../../src/functions/sam-template.ts';

const entries = { resources: 'OrdersFunction:\n  Type: AWS::Serverless::Function', outputs: '' };
const withOutput = { ...entries, outputs: 'OrdersFunctionEndpoint:\n  Value: x' };
const transform = 'Transform: AWS::Serverless-2016-10-31\n';

const add = (text: string, own = entries) =>
  applyEdits(text, samTemplateEdits(text, 'template.yaml', 'OrdersFunction', own));

describe('adding a function to a SAM template', () => {
  test('puts it behind the last resource, and leaves comments and order alone', () => {
    const text = `# mine\n${transform}Resources:\n  A: # first\n    Type: X::Y::Z\n\n  B: { Type: "X::Y::Z" } # second\n\n# the end\nOutputs:\n  A:\n    Value: !GetAtt A.Arn\n`;

    expect(add(text, withOutput)).toBe(
      `# mine\n${transform}Resources:\n  A: # first\n    Type: X::Y::Z\n\n  B: { Type: "X::Y::Z" } # second\n\n  OrdersFunction:\n    Type: AWS::Serverless::Function\n\n# the end\nOutputs:\n  A:\n    Value: !GetAtt A.Arn\n\n  OrdersFunctionEndpoint:\n    Value: x\n`,
    );
  });

  test('keeps to the indentation, the line ends and the density of the file', () => {
    const text =
      `${transform}Resources:\n    A:\n        Type: X::Y::Z\n    B:\n        Type: X::Y::Z\n`.replaceAll(
        '\n',
        '\r\n',
      );

    expect(add(text)).toBe(
      `${text.trimEnd()}\r\n    OrdersFunction:\r\n      Type: AWS::Serverless::Function\r\n`,
    );
  });

  test('makes Outputs where there are none', () => {
    const text = `${transform}Resources:\n  A:\n    Type: X::Y::Z\nGlobals: {}\n`;

    expect(parse(add(text, withOutput))).toMatchObject({
      Resources: { A: {}, OrdersFunction: {} },
      Outputs: { OrdersFunctionEndpoint: { Value: 'x' } },
      Globals: {},
    });
  });

  test('makes Outputs also where the resources come last', () => {
    const text = `${transform}Resources:\n  A:\n    Type: X::Y::Z\n`;

    expect(parse(add(text, withOutput))).toMatchObject({
      Resources: { A: {}, OrdersFunction: {} },
      Outputs: { OrdersFunctionEndpoint: { Value: 'x' } },
    });
  });

  test('leaves a template alone that is not SAM’s', () => {
    const text = 'Resources:\n  A:\n    Type: X::Y::Z\n';

    expect(add(text)).toBe(text);
  });

  test.each([
    [
      'it is there',
      `${transform}Resources:\n  OrdersFunction: {}\n`,
      'template.yaml has a resource OrdersFunction already',
    ],
    ['there is nothing to put it beside', `${transform}Resources: {}\n`, 'template.yaml has no Resources'],
    ['it is no YAML', `${transform}Resources:\n  A: [\n`, 'template.yaml:4 is not YAML'],
  ])('says so when %s', (_, text, message) => {
    expect(() => add(text)).toThrow(message);
  });
});
