import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:deploy` and `lambda-nativeaot deploy`. */
export default class DeployGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('deploy', args, options);
  }
}
