/** Says what is wrong with a value of --source. */
export type Refuse = (problem: string) => never;

/** What may stand behind the function of a source, after commas. */
interface OptionTable<N extends string, C extends string, S extends string> {
  /** What has them: `a queue`. */
  readonly owner: string;
  readonly numbers: Readonly<Record<N, { readonly min: number; readonly max: number }>>;
  /** Names with one of some words as their value. */
  readonly choices: Readonly<Record<C, readonly string[]>>;
  /** Names without a value. */
  readonly switches: readonly S[];
}

/** The options that were given. */
interface GivenOptions<N extends string, C extends string, S extends string> {
  readonly numbers: Readonly<Partial<Record<N, number>>>;
  readonly choices: Readonly<Partial<Record<C, string>>>;
  readonly switches: ReadonlySet<S>;
}

/** Reads options of the form `batch=10` and `report-failures`; `refuse` throws. */
export function readOptions<N extends string, C extends string, S extends string>(
  options: readonly string[],
  table: OptionTable<N, C, S>,
  refuse: Refuse,
): GivenOptions<N, C, S> {
  const numbers: Partial<Record<N, number>> = {};
  const choices: Partial<Record<C, string>> = {};
  const switches = new Set<S>();
  const isIn = <K extends string>(name: string, of: Readonly<Record<K, unknown>>): name is K =>
    Object.hasOwn(of, name);
  for (const option of options) {
    const [, name = '', value] = /^([a-z-]+)(?:=(.*))?$/.exec(option.trim()) ?? [];
    const found = table.switches.find((one) => one === name);
    if (found !== undefined && value === undefined) switches.add(found);
    else if (isIn(name, table.numbers)) numbers[name] = readNumber(name, value, table.numbers[name], refuse);
    else if (isIn(name, table.choices)) choices[name] = readChoice(name, value, table.choices[name], refuse);
    else {
      const names = [...Object.keys(table.numbers), ...Object.keys(table.choices), ...table.switches];
      const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
      return refuse(`"${option}" is not an option; ${table.owner} has ${list}`);
    }
  }
  return { numbers, choices, switches };
}

function readNumber(
  name: string,
  value: string | undefined,
  { min, max }: { readonly min: number; readonly max: number },
  refuse: Refuse,
): number {
  const number = value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
  if (number !== undefined && number >= min && number <= max) return number;
  return refuse(`${name} is a whole number from ${min} to ${max}, as in ${name}=${Math.max(min, 5)}`);
}

function readChoice(
  name: string,
  value: string | undefined,
  words: readonly string[],
  refuse: Refuse,
): string {
  if (value !== undefined && words.includes(value)) return value;
  return refuse(`${name} is ${words.join(' or ')}, as in ${name}=${words[0]}`);
}
