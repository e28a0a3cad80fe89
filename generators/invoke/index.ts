import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:invoke` and `lambda-nativeaot invoke`. */
export default class InvokeGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('invoke', args, options);
  }
}
