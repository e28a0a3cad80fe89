import type { Sample } from '../samples/sample.ts';
import { classNameFor } from './class-names.ts';

/**
 * Sample sources are real C#: they compile where they stand, in the namespace HelloNative and with a class of
 * their own. Giving them another project's and another function's names is a matter of whole words.
 */

/** The namespace that the samples' sources are written in, and the JsonSerializerContext that they use. */
const sampleNamespace = 'HelloNative';
export const sampleContext = 'FunctionJsonContext';

export interface Renaming {
  readonly namespace: string;
  /** The handler's class as the sample has it, and as it is to be called. */
  readonly from: string;
  readonly to: string;
  /** The handler as the sample calls it (its id), and as it is to be called; tests invoke it, its events are named after it. */
  readonly sample: string;
  readonly handler: string;
  /** The project's JsonSerializerContext, where it is not called as the samples call it. */
  readonly context?: string;
}

/**
 * The class of a function: the sample's own while the function has the sample's name, else the function's; either
 * steps aside for the namespace.
 */
export function classNameOf(
  sample: Pick<Sample, 'id' | 'class'>,
  { handler, namespace }: { readonly handler: string; readonly namespace: string },
): string {
  return classNameFor(handler === sample.id ? sample.class : handler, namespace);
}

/** Names that begin with the class's name (`QuoteRequest` for `Quote`) follow it: a sample can be added twice. */
const typePattern = (name: string) => `\\b${name}(?![a-z0-9_])`;

/** A type's name as it is called with the function's class. */
export function renameType(name: string, { from, to }: Pick<Renaming, 'from' | 'to'>): string {
  return name.replaceAll(new RegExp(typePattern(from), 'g'), to);
}

/** A text in the project's namespace. */
export function renameNamespace(text: string, namespace: string): string {
  return text.replaceAll(new RegExp(`\\b${sampleNamespace}\\b`, 'g'), namespace);
}

/** A sample's text with the names of the project and of the function, in one pass: a new name is not renamed. */
export function renameSource(text: string, renaming: Renaming): string {
  const { namespace, from, to, sample, handler, context = sampleContext } = renaming;
  const names = [
    `\\b(?<namespace>${sampleNamespace})\\b`,
    `\\b(?<context>${sampleContext})\\b`,
    `"${sample}(?<event>(-[a-z-]+)?\\.json)"`,
    `(?<=\\.InvokeAsync\\()"(?<invoked>${sample})"`,
    typePattern(from),
  ];
  return text.replaceAll(new RegExp(names.join('|'), 'g'), (...match) => {
    const groups = match.at(-1) as { namespace?: string; context?: string; event?: string; invoked?: string };
    if (groups.namespace !== undefined) return namespace;
    if (groups.context !== undefined) return context;
    if (groups.invoked !== undefined) return `"${handler}"`;
    return groups.event === undefined ? to : `"${handler}${groups.event}"`;
  });
}
