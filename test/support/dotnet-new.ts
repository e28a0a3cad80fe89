import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import { packageRoot } from '../../src/package.ts';

/** `dotnet new` with templates of its own: neither the machine's are touched, nor does it know them. */
export class DotnetNew {
  readonly #hive: string;
  readonly #home: string;

  private constructor(folder: string) {
    this.#hive = join(folder, 'hive');
    this.#home = join(folder, 'home');
  }

  /** Packs the templates as the page says, LambdaNativeAot.Templates, and installs the package. */
  static async install(folder: string): Promise<{ dotnetNew: DotnetNew; file: string }> {
    const dotnetNew = new DotnetNew(folder);
    await execa('npm', ['run', '--silent', 'dotnet-templates', '--', folder], {
      cwd: packageRoot(),
      stdin: 'ignore',
    });
    const [name] = (await readdir(folder)).filter((entry) => entry.endsWith('.nupkg'));
    const file = join(folder, name as string);
    const { exitCode, all } = await dotnetNew.run(folder, 'install', file);
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    return { dotnetNew, file };
  }

  /** Runs `dotnet new` in a folder; nothing is thrown when it fails. */
  async run(cwd: string, ...args: readonly string[]) {
    const { exitCode, all } = await execa('dotnet', ['new', ...args, '--debug:custom-hive', this.#hive], {
      cwd,
      env: { DOTNET_CLI_HOME: this.#home, DOTNET_CLI_UI_LANGUAGE: 'en' },
      stdin: 'ignore',
      reject: false,
      all: true,
    });
    return { exitCode, all };
  }
}
