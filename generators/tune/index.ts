import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:tune` and `lambda-nativeaot tune`. */
export default class TuneGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('tune', args, options);
  }
}
