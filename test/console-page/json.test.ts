import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatJson, jsonProblem, readErrorDocument, shownJson } from '../../src/console-page/json.ts';

it('formats every JSON as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(formatJson(json)).toBe(JSON.stringify(JSON.parse(json), null, 2));
    }),
  );
});

it('leaves every value as it is written', () => {
  expect(formatJson('{"a":12345678901234567890.10,"b":[1E400,-0.0],"c":"\\u0041 \\" {,}"}')).toBe(
    '{\n  "a": 12345678901234567890.10,\n  "b": [\n    1E400,\n    -0.0\n  ],\n  "c": "\\u0041 \\" {,}"\n}',
  );
});

it('formats a text of some megabytes', () => {
  const text = JSON.stringify('x"\\'.repeat(1_500_000));
  expect(formatJson(text)).toBe(text);
});

it('says what is wrong with what is no JSON', () => {
  expect(jsonProblem('[1]')).toBeUndefined();
  expect(jsonProblem(' ')).toBe('The event is empty.');
  expect(jsonProblem('{"a":}')).toContain('Unexpected token');
  expect(shownJson('<b>')).toBe('<b>');
});

it('reads error documents, and nothing else as one', () => {
  expect(readErrorDocument('{"errorType":"T","errorMessage":"m","stackTrace":["at F()"]}')).toEqual({
    errorType: 'T',
    errorMessage: 'm',
    stackTrace: ['at F()'],
  });
  expect(readErrorDocument('{"errorType":1}')).toMatchObject({ errorType: undefined, stackTrace: [] });
  for (const text of ['"text"', 'null', 'no JSON']) expect(readErrorDocument(text)).toBeUndefined();
});
