import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:logs` and `lambda-nativeaot logs`. */
export default class LogsGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('logs', args, options);
  }
}
