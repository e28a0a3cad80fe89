import { closest, distance } from 'fastest-levenshtein';

/** Up to three edits, and half of the word, are a typing error; more is another word. */
const mostEdits = (word: string) => Math.min(3, Math.ceil(word.length / 2));

/** The one of these words that a misspelt one is nearly, within so many edits; undefined where none is near. */
export function nearest(word: string, known: readonly string[], most = mostEdits(word)): string | undefined {
  if (known.length === 0) return undefined;
  const found = closest(word, known);
  return distance(word, found) <= most ? found : undefined;
}
