import { knownErrors } from './errors/catalogue.ts';
import type { KnownError } from './errors/known-error.ts';

/** Text as code; a longer fence and spaces where there are backticks in it. */
const code = (text: string) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

/** Markdown takes `<Name>` outside of code for HTML. */
const prose = (text: string) =>
  text.replaceAll(/<\/?[A-Za-z][^>]*>.*<\/[A-Za-z]+>|<\/?[A-Za-z][^>]*>/g, code);

function section({ id, title, texts, symptoms = [], cause, fix, references }: KnownError): string {
  const seen = [...texts.map(code), ...symptoms.map((symptom) => `“${symptom}”`)];
  return [
    `<a id="${id}"></a>`,
    `## ${title}`,
    seen.map((text) => `- ${text}`).join('\n'),
    `**Cause.** ${prose(cause)}`,
    `**Fix.** ${prose(fix)}`,
    references.map((reference) => `<${reference}>`).join(' · '),
  ].join('\n\n');
}

/** The reference of all known errors (Markdown). */
export function errorReference(): string {
  const entries: readonly KnownError[] = knownErrors;
  const contents = entries.map(({ id, title }) => `- [${title}](#${id})`).join('\n');
  return [
    '# Errors',
    'What goes wrong between C# and a running function, how it looks, why, and what to do. `lambda-nativeaot doctor --explain TEXT` finds the entry of a message; `--explain @FILE` and `--explain -` find those of a whole log. `…` stands for anything.',
    contents,
    ...entries.map(section),
  ]
    .join('\n\n')
    .concat('\n');
}
