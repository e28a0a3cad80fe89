import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:event` and `lambda-nativeaot event`. */
export default class EventGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('event', args, options);
  }
}
