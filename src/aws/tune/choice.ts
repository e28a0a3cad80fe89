/** What decides between memory sizes. */
export interface Candidate {
  readonly memorySize: number;
  /** Of a million requests, in US dollars. */
  readonly costPerMillion: number;
  /** Of a request, in ms. */
  readonly latencyMs: number;
}

/** Memory sizes (MB). */
export interface Choice {
  readonly cheapest: number;
  readonly fastest: number;
  readonly balanced: number;
}

/** Figures that differ by less than this part are the same to a user, and to the next measurement. */
export const alike = 0.05;

/** The smallest of those whose score is at most so much over the least. */
function smallest(
  ascending: readonly Candidate[],
  score: (candidate: Candidate) => number,
  over: number,
): number {
  const limit = Math.min(...ascending.map(score)) * (1 + over);
  return (ascending.find((candidate) => score(candidate) <= limit) as Candidate).memorySize;
}

/**
 * The cheapest size; the fastest, which is the smallest of those within 5 % of the least latency; and the balanced one, the
 * smallest of those within 5 % of the least sum of cost and latency, each as a part of its largest.
 * @param candidates at least one.
 */
export function choose(candidates: readonly Candidate[]): Choice {
  const ascending = [...candidates].sort((a, b) => a.memorySize - b.memorySize);
  const dearest = Math.max(...ascending.map(({ costPerMillion }) => costPerMillion));
  const slowest = Math.max(...ascending.map(({ latencyMs }) => latencyMs));
  const both = ({ costPerMillion, latencyMs }: Candidate) => costPerMillion / dearest + latencyMs / slowest;
  return {
    cheapest: smallest(ascending, ({ costPerMillion }) => costPerMillion, 0),
    fastest: smallest(ascending, ({ latencyMs }) => latencyMs, alike),
    balanced: smallest(ascending, both, alike),
  };
}
