/** Property values by lower-case name, as MSBuild compares names. */
export type Properties = ReadonlyMap<string, string>;

/** `$(Name)` replaced by its value; anything that calls a function stays, since only MSBuild can work it out. */
export function expand(text: string, properties: Properties): string {
  return text.replaceAll(
    /\$\(([A-Za-z_][\w.-]*)\)/g,
    (_, name: string) => properties.get(name.toLowerCase()) ?? '',
  );
}

/** Whether a text still holds something that was not worked out. */
export const isUnresolved = (text: string) => /[$@%]\(/.test(text);

type Truth = boolean | undefined;

const tokenPattern = /\s*('(?:[^']*)'|==|!=|<=|>=|[<>!()]|\$\([^)]*\)|[^\s'=!<>()]+)/gy;

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  let end = 0;
  for (let match = tokenPattern.exec(text); match; match = tokenPattern.exec(text)) {
    tokens.push(match[1] as string);
    end = tokenPattern.lastIndex;
  }
  return text.slice(end).trim() === '' ? tokens : undefined;
}

const unquote = (token: string) => (token.startsWith("'") ? token.slice(1, -1) : token);

function compare(left: string, operator: string, right: string): Truth {
  if (isUnresolved(left) || isUnresolved(right)) return undefined;
  if (operator === '==') return left.toLowerCase() === right.toLowerCase();
  if (operator === '!=') return left.toLowerCase() !== right.toLowerCase();
  const [a, b] = [Number(left), Number(right)];
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b;
}

const and = (a: Truth, b: Truth): Truth => (a === false || b === false ? false : a && b);
const or = (a: Truth, b: Truth): Truth => (a || b ? true : a === false && b === false ? false : undefined);

/** Reads MSBuild's condition grammar: or, and, not, comparison, value. */
class ConditionReader {
  readonly #tokens: string[];
  readonly #properties: Properties;

  constructor(tokens: string[], properties: Properties) {
    this.#tokens = tokens;
    this.#properties = properties;
  }

  read(): Truth {
    const truth = this.#or();
    return this.#tokens.length === 0 ? truth : undefined;
  }

  #word(word: string): boolean {
    if (this.#tokens[0]?.toLowerCase() !== word) return false;
    this.#tokens.shift();
    return true;
  }

  #or(): Truth {
    let truth = this.#and();
    while (this.#word('or')) truth = or(truth, this.#and());
    return truth;
  }

  #and(): Truth {
    let truth = this.#not();
    while (this.#word('and')) truth = and(truth, this.#not());
    return truth;
  }

  #not(): Truth {
    if (!this.#word('!')) return this.#comparison();
    const truth = this.#not();
    return truth === undefined ? undefined : !truth;
  }

  #comparison(): Truth {
    if (this.#word('(')) {
      const truth = this.#or();
      this.#word(')');
      return truth;
    }
    const left = this.#value();
    const operator = this.#tokens[0] ?? '';
    if (/^([<>]=?|[!=]=)$/.test(operator)) {
      this.#tokens.shift();
      return compare(left, operator, this.#value());
    }
    // A function such as Exists('…') looks at the disk or at the toolchain.
    if (this.#tokens[0] === '(') this.#tokens.length = 0;
    return left.toLowerCase() === 'true' ? true : left.toLowerCase() === 'false' ? false : undefined;
  }

  #value(): string {
    return expand(unquote(this.#tokens.shift() ?? ''), this.#properties);
  }
}

/**
 * What an MSBuild condition comes to with these properties; undefined when it asks for something that only
 * MSBuild knows. Source: "MSBuild conditions", Microsoft Learn.
 */
export function evaluateCondition(condition: string, properties: Properties): boolean | undefined {
  if (condition.trim() === '') return true;
  const tokens = tokenize(condition);
  return tokens && new ConditionReader(tokens, properties).read();
}
