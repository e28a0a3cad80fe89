import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:convert` and `lambda-nativeaot convert`. */
export default class ConvertGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('convert', args, options);
  }
}
