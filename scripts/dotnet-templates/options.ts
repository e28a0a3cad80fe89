import type { ChoiceOption, ListOption, Option } from '../../src/commands/command.ts';
import { newCommand } from '../../src/commands/new.ts';

/** What `new` has besides, and why the template does not: dotnet new has an option of that name, or it is not about the template. */
const elsewhere: Readonly<Record<string, string>> = {
  output: 'of dotnet new itself',
  force: 'of dotnet new itself',
  'dry-run': 'of dotnet new itself',
  yes: 'dotnet new asks nothing',
  'skip-git': 'dotnet new makes no git repository',
};

export type TemplateOption = ChoiceOption | ListOption;

const isTemplateOption = (option: Option): option is TemplateOption =>
  option.type === 'choice' || option.type === 'list';

/**
 * The options of `new` that the template has, as its declaration describes them.
 * @throws Error for an option that is neither one of them nor known to be elsewhere.
 */
export function templateOptions(): TemplateOption[] {
  const options = (newCommand.options as readonly Option[]).filter(
    ({ name }) => !Object.hasOwn(elsewhere, name),
  );
  const strange = options.find((option) => !isTemplateOption(option));
  if (strange !== undefined) {
    throw new Error(
      `--${strange.name} of new is no choice: let the template have it, or say in scripts/dotnet-templates/options.ts why it does not.`,
    );
  }
  return options.filter(isTemplateOption);
}

/** The value of an option where none is given; several in a list. */
export const defaultOf = (option: TemplateOption): string | readonly string[] =>
  option.type === 'list' ? [] : (option.default ?? '');

/** The values of all options, by name. */
export type Values = Readonly<Record<string, string | readonly string[]>>;
