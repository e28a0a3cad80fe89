import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:local` and `lambda-nativeaot local`. */
export default class LocalGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('local', args, options);
  }
}
