import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:add-function` and `lambda-nativeaot add-function`. */
export default class AddFunctionGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('add-function', args, options);
  }
}
