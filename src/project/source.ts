/**
 * Sample sources are real C#: they compile where they stand, in the namespace HelloNative and with a class of
 * their own. Giving them another project's and another function's names is a matter of whole words.
 */

/** The namespace that the samples' sources are written in. */
const sampleNamespace = 'HelloNative';

export interface Renaming {
  readonly namespace: string;
  /** The handler's class as the sample has it, and as it is to be called. */
  readonly from: string;
  readonly to: string;
}

/**
 * A sample's text with the project's namespace and the function's class name. Names that begin with the
 * class's name (`GreetRequest` for `Greet`) follow it, so that one sample can be added twice.
 */
export function renameSource(text: string, { namespace, from, to }: Renaming): string {
  const withNamespace = text.replaceAll(new RegExp(`\\b${sampleNamespace}\\b`, 'g'), namespace);
  return from === to
    ? withNamespace
    : withNamespace.replaceAll(new RegExp(`\\b${from}(?![a-z0-9_])`, 'g'), to);
}
