import { CommandGenerator, type GeneratorOptions } from '../base.ts';

/** `yo lambda-nativeaot:doctor` and `lambda-nativeaot doctor`. */
export default class DoctorGenerator extends CommandGenerator {
  constructor(args: string[], options: GeneratorOptions) {
    super('doctor', args, options);
  }
}
