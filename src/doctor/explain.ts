import { stripVTControlCharacters } from 'node:util';
import { knownErrors } from './errors/catalogue.ts';
import type { KnownError } from './errors/known-error.ts';

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
/** A person's description fits in a line of this length; the symptoms are not looked for in longer ones. */
const longestDescription = 200;
const longestExcerpt = 200;
/** What an excerpt from the middle of a line shows before the place. */
const excerptLead = 40;
/** A description is vaguer than a message, so the same number of letters counts for less. */
const symptomWeight = 0.5;

/** A pattern without regular expressions, so that no text can make it slow. */
interface Pattern {
  /** What follows one another in a line; for symptoms, words in any order. */
  readonly pieces: readonly string[];
  readonly score: number;
}

interface Candidate {
  readonly error: KnownError;
  readonly patterns: readonly Pattern[];
  readonly symptoms: readonly Pattern[];
}

/** A line as a person reads it: no colours, no control characters, no escapes of JSON, single spaces. */
const tidy = (line: string): string =>
  stripVTControlCharacters(line)
    .replace(/\\(?=["'])/g, '')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();

/** Writes letters and kinds of quotes in one way, so that messages of terminals, logs and JSON look the same. */
const normalize = (text: string): string => text.replace(/["'`´‘’“”]/g, "'").toLowerCase();

const splitAtGaps = (text: string): string[] =>
  normalize(text)
    .split('…')
    .map((piece) => piece.trim())
    .filter(Boolean);

const wordsOf = (text: string): string[] => text.split(/[^a-z0-9]+/).filter(Boolean);

const candidates: readonly Candidate[] = knownErrors.map((error: KnownError) => ({
  error,
  patterns: error.texts.map((text) => toPattern(splitAtGaps(text), 1)),
  symptoms: (error.symptoms ?? []).map((text) => toPattern(wordsOf(normalize(text)), symptomWeight)),
}));

const shortestText = Math.min(...candidates.flatMap(({ patterns }) => patterns.map(({ score }) => score)));

function toPattern(pieces: readonly string[], weight: number): Pattern {
  return { pieces, score: pieces.join('').length * weight };
}

/**
 * The known errors that fit a message or a whole log, the closest fit first; none when nothing is known.
 * The last million characters are read, in a time that grows with their number alone.
 */
export function explain(text: string): Match[] {
  const best = new Map<KnownError, Match & { pattern: Pattern }>();
  const start = Math.max(0, text.length - longestText);
  let line = countLines(text, start);
  for (const raw of text.slice(start).split(/\r\n|\r|\n/)) {
    line++;
    const plain = tidy(raw);
    const normal = normalize(plain);
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
  const found = [...best.values()].sort((a, b) => b.score - a.score || a.line - b.line);
  return found
    .filter((match) => !found.some((other) => covers(other, match)))
    .map(({ pattern: _, ...match }) => match);
}

/** A message that holds another one says more than it: about the same line, only the longer one counts. */
function covers(longer: Match & { pattern: Pattern }, shorter: Match & { pattern: Pattern }): boolean {
  if (longer.line !== shorter.line || longer.score <= shorter.score) return false;
  return containsInOrder(longer.pattern.pieces.join(' '), shorter.pattern.pieces);
}

function closest(line: string, { patterns, symptoms }: Candidate): Pattern | undefined {
  const found = patterns.filter(({ pieces }) => containsInOrder(line, pieces));
  if (symptoms.length > 0 && line.length <= longestDescription) {
    const words = new Set(wordsOf(line));
    found.push(...symptoms.filter(({ pieces }) => pieces.every((word) => words.has(word))));
  }
  return found.sort((a, b) => b.score - a.score)[0];
}

function containsInOrder(line: string, pieces: readonly string[]): boolean {
  let from = 0;
  for (const piece of pieces) {
    const at = line.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
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
