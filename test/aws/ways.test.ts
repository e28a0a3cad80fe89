import { describe, expect, it } from 'vitest';
import { explainAws } from '../../src/aws/session/failure.ts';

const flags = /--(?:profile|region|endpoint-url)\b/;

/** An error of each kind whose message tells how to say where calls go. */
const errors = [
  ['SyntaxError', {}],
  ['CredentialsProviderError', {}],
  ['TimeoutError', {}],
  ['AccessDenied', {}],
  ['Error', { code: 'ECONNREFUSED' }],
] as const;

describe('what to do about an error', () => {
  it.each(errors)('%s %o names flags, or variables where there are no flags', (name, members) => {
    const error = Object.assign(new Error('No.'), { name, $metadata: {}, ...members });
    const text = (by?: 'flags' | 'environment') => (explainAws(error, { by }) as Error).message;
    expect(text()).toMatch(flags);
    expect(text('flags')).toBe(text());
    expect(text('environment')).not.toMatch(flags);
    expect(text('environment')).toMatch(/AWS_(?:PROFILE|REGION|ENDPOINT_URL)\b/);
  });
});
