import { expect, it } from 'vitest';
import { testCode } from '../../src/console-page/test-code.ts';

it('a test sends the event as it was, and expects the answer as it came', () => {
  const code = testCode({ handler: 'orders', event: '{\n  "a": 1\n}', outcome: { response: '"x"' } });
  expect(code).toContain(`        var result = await host.InvokeAsync("orders", """
            {
              "a": 1
            }
            """);

        Assert.Equal("""
            "x"
            """, result.Payload);
`);
});

it('a text with quotes in a row has more of them around it', () => {
  const code = testCode({ handler: 'f', event: '"a\\"""b"', outcome: { response: '1' } });
  expect(code).toContain('InvokeAsync("f", """"\n            "a\\"""b"\n            """");');
});

it('a test of a failure expects the type of the error', () => {
  const code = testCode({ handler: 'f', event: '1', outcome: { errorType: 'InvalidEventException' } });
  expect(code).toContain('Assert.Equal("InvalidEventException", result.ErrorType);');
});
