import { indentText } from '../ui/wording.ts';

/** An invocation that a test repeats. */
export interface RecordedInvocation {
  readonly handler: string;
  /** JSON, as it was sent. */
  readonly event: string;
  /** What was answered, as it came, or the type of the error. */
  readonly outcome: { readonly response: string } | { readonly errorType: string };
}

/**
 * A text as a raw string literal of several lines, for the column that the statement stands in: with more quotes at its ends
 * than the text has in a row. Source: C# language reference, raw string literals.
 */
function rawLiteral(text: string, column: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/"+/g)].map(([quotes]) => quotes.length));
  const ends = '"'.repeat(Math.max(3, longest + 1));
  return `${ends}\n${indentText(text, column + 4)}\n${' '.repeat(column + 4)}${ends}`;
}

const literal = (text: string) => JSON.stringify(text);

/** A file of xunit tests that sends the event through the whole program, and expects what came of it. */
export function testCode({ handler, event, outcome }: RecordedInvocation): string {
  const expected =
    'response' in outcome
      ? `Assert.Equal(${rawLiteral(outcome.response, 8)}, result.Payload);`
      : `Assert.Equal(${literal(outcome.errorType)}, result.ErrorType);`;
  return `using System.Reflection;
using LambdaRuntime.Testing;
using Xunit;

public class RecordedTests
{
    [Fact]
    public async Task The_event_is_answered_as_it_was()
    {
        var host = LambdaTestHost.OfProgram(Assembly.Load("bootstrap"));

        var result = await host.InvokeAsync(${literal(handler)}, ${rawLiteral(event, 8)});

        ${expected}
    }
}
`;
}
