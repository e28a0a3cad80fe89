import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:status` and `lambda-nativeaot status`. */
export default class StatusGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('status', args, options);
  }
}
