import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:update` and `lambda-nativeaot update`. */
export default class UpdateGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('update', args, options);
  }
}
