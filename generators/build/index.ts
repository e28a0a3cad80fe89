import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:build` and `lambda-nativeaot build`. */
export default class BuildGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('build', args, options);
  }
}
