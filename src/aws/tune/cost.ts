import type { LambdaPrice } from '../../platform/prices.ts';

/** What an invocation of a size is billed on average, in ms. */
export interface Billed {
  /** A cold one, with INIT. */
  readonly cold: number;
  readonly warm: number;
}

export const mean = (figures: readonly number[]): number =>
  figures.reduce((sum, figure) => sum + figure, 0) / figures.length;

/** The cost of one invocation in US dollars. */
export const costOf = (memorySize: number, billedMs: number, price: LambdaPrice): number =>
  price.perRequest + (memorySize / 1024) * (billedMs / 1000) * price.perGbSecond;

/** The cost of a million requests in US dollars, of which so many in a hundred are cold starts. */
export function costOfMillion(
  memorySize: number,
  billed: Billed,
  coldPercent: number,
  price: LambdaPrice,
): number {
  const cold = coldPercent / 100;
  return 1_000_000 * costOf(memorySize, cold * billed.cold + (1 - cold) * billed.warm, price);
}
