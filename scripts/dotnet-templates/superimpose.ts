import { diffArrays } from 'diff';

/** Texts of one file laid over one another: every line once, with the texts that have it. */
export interface Layer {
  readonly line: string;
  /** Which of the texts, by number. */
  readonly texts: ReadonlySet<number>;
}

const linesOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/**
 * Lays texts over one another. Those layers that have a text, in their order, are that text again.
 * @param texts different ones
 */
export function superimpose(texts: readonly string[]): Layer[] {
  let layers: { line: string; texts: Set<number> }[] = [];
  for (const [number, text] of texts.entries()) {
    const known = layers.map(({ line }) => line);
    let at = 0;
    layers = diffArrays(known, linesOf(text)).flatMap(({ value, added, removed }) => {
      if (added) return value.map((line) => ({ line, texts: new Set([number]) }));
      const passed = layers.slice(at, at + value.length);
      at += value.length;
      if (!removed) for (const layer of passed) layer.texts.add(number);
      return passed;
    });
  }
  return layers;
}
