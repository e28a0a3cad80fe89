import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:cold-start` and `lambda-nativeaot cold-start`. */
export default class ColdStartGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('cold-start', args, options);
  }
}
