import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot` and `lambda-nativeaot new`. */
export default class NewGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('new', args, options);
  }
}
