/** A difference that stays: why, and the rows that show it. */
export interface Difference {
  readonly reason: string;
  readonly rows: readonly string[];
}

const exceptions = ['plain', 'own', 'inner', 'many', 'cancelled', 'other'];

export const differences: readonly Difference[] = [
  {
    reason:
      'The error of an event that cannot be read says so in its type and in fewer words; cause and place are the same.',
    rows: [
      'a byte order mark',
      'an empty event',
      'an event that is no JSON',
      'an event of another type',
      'an enum as a name',
      'an event of 65 levels',
      'a number where a string is taken',
    ],
  },
  {
    reason:
      'Bytes are base64 and dates are text, as System.Text.Json has them; LambdaJsonOptions.Create() has the other form.',
    rows: ['bytes in base64', 'bytes as numbers', 'a date in seconds since 1970'],
  },
  {
    reason: 'Half of a surrogate pair becomes U+FFFD, as it does in a log; the event is not refused for it.',
    rows: ['half of a surrogate pair in a string'],
  },
  {
    reason: 'The same string in JSON: only what JSON demands is escaped.',
    rows: ['characters that HTML escapes'],
  },
  {
    reason: 'The limit is the same; its error comes from the writer, which knows no path.',
    rows: ['a response of 65 levels'],
  },
  {
    reason:
      'A record is one event of the log: lines are separated by carriage returns, where AWS makes an event of each.',
    rows: [
      'an exception (own)',
      'an exception (inner)',
      'an exception (many)',
      'a message (lines)',
      'a message (exception)',
    ],
  },
  {
    reason:
      'A record in JSON of an exception has its message as message too, and its causes; with AWS the message is empty.',
    rows: exceptions.map((name) => `an exception (${name}) in JSON`),
  },
  {
    reason: 'Two braces stand for one, as in the templates of ILogger.',
    rows: ['a message (braces)', 'a message (braces) in JSON'],
  },
  {
    reason: 'The name of a place that another brace begins is not trimmed.',
    rows: ['a message (open) in JSON'],
  },
  {
    reason: 'Lists and dictionaries are JSON in the message, where AWS leaves the name of their place.',
    rows: ['a message (list)', 'a message (dictionary)'],
  },
  {
    reason:
      'What LambdaLogger.Log writes is an information; AWS gives it the lowest level, and a line end makes no event.',
    rows: ['a message (static)', 'a message (static) in JSON'],
  },
  {
    reason: 'What is written to Console stays as it is.',
    rows: ['a message (console)', 'a message (console) in JSON'],
  },
];
