import { stripVTControlCharacters } from 'node:util';
import { knownErrors } from './errors/catalogue.ts';
import type { KnownError } from './errors/known-error.ts';
import { containsInOrder, normalize, type Pattern, splitAtGaps, toPattern, wordsOf } from './pattern.ts';

/** A known error that fits a text. */
export interface Match {
  readonly error: KnownError;
  /** The line of the text that says so, counted from 1. */
  readonly line: number;
  /** That line without colours and control characters, shortened around the place. */
  readonly excerpt: string;
  /** How much of the error's text was found, in characters; a larger number is a closer fit. */
  readonly score: number;
}

/** Of a longer text only the end is read, where errors stand. In UTF-16 units. */
const longestText = 1_000_000;
/** The user's description fits in a line of this length; the symptoms are not looked for in longer ones. */
const longestDescription = 200;
const longestExcerpt = 200;
/** What an excerpt from the middle of a line shows before the place. */
const excerptLead = 40;
/** A description is vaguer than a message, so the same number of letters counts for less. */
const symptomWeight = 0.5;

/** A message and the name of its exception stand at most so many lines apart. */
const nearby = 3;
/** Causes come before what they led to; a warning explains less than an error. */
const places = { cause: 0, warning: 1, consequence: 2 } as const;

interface Candidate {
  readonly error: KnownError;
  readonly patterns: readonly Pattern[];
  readonly symptoms: readonly Pattern[];
}

/** A line as the user reads it: no colours, no control characters, no escapes of JSON, single spaces. */
const tidy = (line: string): string =>
  stripVTControlCharacters(line)
    .replace(/\\(?=["'])/g, '')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();

/** A line without the project that MSBuild writes at its end: names in its path say nothing about the error. */
function withoutProject(line: string): string {
  const at = line.endsWith(']') ? line.lastIndexOf(' [') : -1;
  return at >= 0 && line.includes('proj', at) ? line.slice(0, at) : line;
}

const candidates: readonly Candidate[] = knownErrors.map((error: KnownError) => ({
  error,
  patterns: error.texts.map((text) => toPattern(splitAtGaps(text), 1)),
  symptoms: (error.symptoms ?? []).map((text) => toPattern(wordsOf(normalize(text)), symptomWeight)),
}));

const shortestText = Math.min(...candidates.flatMap(({ patterns }) => patterns.map(({ score }) => score)));

/** A match with what found it. */
type Found = Match & { readonly pattern: Pattern };

/**
 * The known errors that fit a message or a whole log; none when nothing is known. Causes come first, then warnings
 * and consequences, among them the closest fit.
 * The last million characters are read, in a time that grows with their number alone.
 */
export function explain(text: string): Match[] {
  const best = new Map<KnownError, Found>();
  const start = Math.max(0, text.length - longestText);
  let line = countLines(text, start);
  for (const raw of text.slice(start).split(/\r\n|\r|\n/)) {
    line++;
    const plain = tidy(raw);
    const normal = normalize(withoutProject(plain));
    if (normal.length < shortestText) continue;
    for (const candidate of candidates) {
      const pattern = closest(normal, candidate);
      if (!pattern || pattern.score <= (best.get(candidate.error)?.score ?? 0)) continue;
      const { error } = candidate;
      best.set(error, {
        error,
        line,
        excerpt: excerptOf(plain, normal, pattern),
        score: pattern.score,
        pattern,
      });
    }
  }
  const found = [...best.values()].sort(
    (a, b) => placeOf(a) - placeOf(b) || b.score - a.score || a.line - b.line,
  );
  return found
    .filter((match) => !found.some((other) => covers(other, match) || replaces(other, match)))
    .map(({ pattern: _, ...match }) => match);
}

const placeOf = ({ error }: Match): number => places[error.role ?? 'cause'];

/** A message that holds another one says more than it: about the same line, only the longer one counts. */
function covers(longer: Found, shorter: Found): boolean {
  if (longer.line !== shorter.line || longer.score <= shorter.score) return false;
  return containsInOrder(longer.pattern.pieces.join(' '), shorter.pattern.pieces);
}

/** Whether the catalogue says that `vague` is wrong where `exact` was found. */
function replaces(exact: Found, vague: Found): boolean {
  return (
    (exact.error.replaces?.includes(vague.error.id) ?? false) && Math.abs(exact.line - vague.line) <= nearby
  );
}

function closest(line: string, { patterns, symptoms }: Candidate): Pattern | undefined {
  const found = patterns.filter(({ pieces }) => containsInOrder(line, pieces));
  if (symptoms.length > 0 && line.length <= longestDescription) {
    const words = new Set(wordsOf(line));
    found.push(...symptoms.filter(({ pieces }) => pieces.every((word) => words.has(word))));
  }
  return found.sort((a, b) => b.score - a.score)[0];
}

function excerptOf(plain: string, normal: string, { pieces }: Pattern): string {
  if (plain.length <= longestExcerpt) return plain;
  const place = normal.indexOf(pieces[0] ?? '');
  const start = place < longestExcerpt / 2 ? 0 : place - excerptLead;
  const end = start + longestExcerpt;
  return `${start > 0 ? '…' : ''}${plain.slice(start, end)}${end < plain.length ? '…' : ''}`;
}

/** The number of line ends before `end`; the line there may have begun earlier. */
function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
