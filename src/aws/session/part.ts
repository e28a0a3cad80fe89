import { InterruptedError, UserError } from '../../errors.ts';
import { explainAws } from './failure.ts';
import type { Session } from './session.ts';

/** A part of a function that was read, or why it could not be read, in one line. */
export type Part<T> = { readonly value: T } | { readonly problem: string };

/**
 * Reads a part. That it is denied, or fails in another way, does not keep the others from being shown.
 * @throws InterruptedError, and what is not AWS's doing.
 */
export async function readPart<T>({ target }: Session, work: Promise<T>): Promise<Part<T>> {
  try {
    return { value: await work };
  } catch (error) {
    const cause = explainAws(error, target);
    if (!(cause instanceof UserError) || cause instanceof InterruptedError) throw cause;
    return { problem: cause.message };
  }
}

/** The part, or what stands for one that could not be read. */
export const orElse = <T>(part: Part<T>, fallback: T): T => ('value' in part ? part.value : fallback);
