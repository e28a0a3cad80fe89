import { measureNesting, type Skip } from '../limits/nesting.ts';
import { Budget, checkLimit, parseLimits } from '../limits/parse.ts';

/** Property values by lower-case name, as MSBuild compares names. */
export type Properties = ReadonlyMap<string, string>;

/**
 * `$(Name)` replaced by its value; anything that calls a function stays, since only MSBuild can work it out.
 * `where` says for an error what is expanded.
 * @throws UserError when the result is too long, as that of values that double each other.
 */
export function expand(
  text: string,
  properties: Properties,
  where = `The value "${text.slice(0, 40)}"`,
): string {
  let length = text.length;
  return text.replaceAll(/\$\(([A-Za-z_][\w.-]*)\)/g, (written, name: string) => {
    const value = properties.get(name.toLowerCase()) ?? '';
    length += value.length - written.length;
    if (length > text.length) checkLimit(where, parseLimits.valueCharacters, length);
    return value;
  });
}

/** Whether a text still holds something that was not worked out. */
export const isUnresolved = (text: string) => /[$@%]\(/.test(text);

type Truth = boolean | undefined;

const token = `'(?:[^']*)'|==|!=|<=|>=|[<>!()]|PROPERTY[^\\s'=!<>()]+`;
const tokenPattern = new RegExp(`\\s*(${token.replace('PROPERTY', '\\$\\([^)]*\\)|')})`, 'gy');
/** The same where no bracket follows that could close a property, so that none is looked for again and again. */
const tokenPatternAtEnd = new RegExp(`\\s*(${token.replace('PROPERTY', '')})`, 'gy');

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  const lastBracket = text.lastIndexOf(')');
  let end = 0;
  for (;;) {
    const pattern = end <= lastBracket ? tokenPattern : tokenPatternAtEnd;
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (!match) break;
    tokens.push(match[1] as string);
    end = pattern.lastIndex;
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
  readonly #tokens: readonly string[];
  readonly #properties: Properties;
  readonly #where: string;
  readonly #budget: Budget;
  #position = 0;

  constructor(tokens: readonly string[], properties: Properties, where: string, budget: Budget) {
    this.#tokens = tokens;
    this.#properties = properties;
    this.#where = where;
    this.#budget = budget;
  }

  read(): Truth {
    const truth = this.#or();
    return this.#position >= this.#tokens.length ? truth : undefined;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#position];
  }

  #word(word: string): boolean {
    if (this.#next?.toLowerCase() !== word) return false;
    this.#position++;
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
    let isNegated = false;
    while (this.#word('!')) isNegated = !isNegated;
    const truth = this.#comparison();
    return truth === undefined || !isNegated ? truth : !truth;
  }

  #comparison(): Truth {
    if (this.#word('(')) {
      const truth = this.#or();
      this.#word(')');
      return truth;
    }
    const left = this.#value();
    const operator = this.#next ?? '';
    if (/^([<>]=?|[!=]=)$/.test(operator)) {
      this.#position++;
      return compare(left, operator, this.#value());
    }
    // A function such as Exists('…') looks at the disk or at the toolchain.
    if (this.#next === '(') this.#position = this.#tokens.length;
    return left.toLowerCase() === 'true' ? true : left.toLowerCase() === 'false' ? false : undefined;
  }

  #value(): string {
    const value = expand(unquote(this.#tokens[this.#position++] ?? ''), this.#properties, this.#where);
    this.#budget.spend(this.#where, parseLimits.evaluationCharacters, value.length);
    return value;
  }
}

/** Strings of conditions; one that does not end is an error, whatever stands in it. */
const skipString: Skip = (text, start) => {
  if (text[start] !== "'") return undefined;
  const end = text.indexOf("'", start + 1);
  return end === -1 ? undefined : end + 1;
};

/**
 * Looks at a condition's size before it is evaluated; `place` gives file and line of what has it.
 * @throws UserError when it is too long or nested too deeply.
 */
export function checkCondition(condition: string, place: () => string): void {
  const where = () => `${place()}: the condition`;
  checkLimit(where, parseLimits.conditionCharacters, condition.length);
  checkLimit(where, parseLimits.conditionDepth, measureNesting(condition, skipString).depth);
}

/**
 * What an MSBuild condition comes to with these properties; undefined when it asks for something that only
 * MSBuild knows. Source: "MSBuild conditions", Microsoft Learn. `where` says for an error what has the condition.
 * @throws UserError when it is too long or nested too deeply.
 */
export function evaluateCondition(
  condition: string,
  properties: Properties,
  where = `The condition "${condition.slice(0, 40)}"`,
  budget = new Budget(),
): boolean | undefined {
  if (condition.trim() === '') return true;
  checkCondition(condition, () => 'A project file');
  const tokens = tokenize(condition);
  return tokens && new ConditionReader(tokens, properties, where, budget).read();
}
