import { distance } from 'fastest-levenshtein';
import { nearest } from '../ui/nearest.ts';
import type { LibraryEvent } from './event.ts';
import { allEvents } from './library.ts';

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of all titles are many: a short one is near to something soon. */
const mostEdits = (word: string) => (word.length < 6 ? 1 : 2);

/** How near a word is to one of others: the same, its beginning, a part of it, nearly the same, or not at all. */
function nearness(word: string, others: readonly string[]): number {
  if (others.includes(word)) return 4;
  if (others.some((other) => other.startsWith(word))) return 3;
  if (others.some((other) => other.includes(word))) return 2;
  return word.length > 2 && nearest(word, others, mostEdits(word)) !== undefined ? 1 : 0;
}

interface Found {
  readonly event: LibraryEvent;
  readonly points: number;
  /** Words that fit at all. */
  readonly fitting: number;
}

/** A name says more than a title does. */
function look(event: LibraryEvent, words: readonly string[]): Found {
  const texts = [event.name, `${event.service} ${event.title}`].map(wordsOf);
  const fits = words
    .map((word) => Math.max(...texts.map((text, i) => nearness(word, text) * 2 - i)))
    .filter((points) => points > 0);
  return { event, points: fits.reduce((sum, points) => sum + points, 0), fitting: fits.length };
}

/**
 * The events that words may mean by name, service and title, the nearest first: those that all words fit, else those
 * that some do. None where nothing is near.
 */
export function searchEvents(text: string): readonly LibraryEvent[] {
  const words = wordsOf(text);
  const found = allEvents().map((event) => look(event, words));
  const most = Math.max(...found.map(({ fitting }) => fitting));
  return found
    .filter(({ fitting }) => fitting === most && fitting > 0)
    .sort((a, b) => b.points - a.points || distance(text, a.event.name) - distance(text, b.event.name))
    .map(({ event }) => event);
}

/** The names that a wrong one may stand for, the nearest first; it may have the extension of a file. */
export const nearEvents = (name: string, most = 5): string[] =>
  searchEvents(name.replace(/\.json$/i, ''))
    .slice(0, most)
    .map((event) => event.name);
