/** Expressions of C#, for the rows of settings and for the CDK app that is written of a function. */

/** An expression as it stands. */
export class CSharpCode {
  constructor(readonly text: string) {}
}

/** `new Type(arguments) { Property = value }`; the type of an argument that has properties is the constructor's own. */
export class CSharpNew {
  constructor(
    readonly type: string,
    readonly args: readonly CSharpValue[],
    readonly properties: CSharpProperties | undefined,
  ) {}
}

/** `Target(arguments)`. */
export class CSharpCall {
  constructor(
    readonly target: string,
    readonly args: readonly CSharpValue[],
  ) {}
}

/** A dictionary: `new Dictionary<string, string> { ["name"] = value }`. */
export class CSharpMap {
  constructor(
    readonly type: 'string' | 'object',
    readonly members: CSharpProperties,
  ) {}
}

/** An array where a list would not know its type: `new[] { … }`. */
export class CSharpArray {
  constructor(readonly items: readonly CSharpValue[]) {}
}

/** A value with a comment above it. */
export class CSharpCommented {
  constructor(
    readonly comment: string,
    readonly value: CSharpValue,
  ) {}
}

export type CSharpValue =
  | string
  | number
  | boolean
  | CSharpCode
  | CSharpNew
  | CSharpCall
  | CSharpMap
  | CSharpArray
  | CSharpCommented
  | readonly CSharpValue[];

/** Properties of an initializer, in their order. */
export interface CSharpProperties {
  readonly [name: string]: CSharpValue;
}

/** A statement: an expression, in a variable where it has a name. */
export interface CSharpStatement {
  readonly variable?: string;
  /** What is there already and gets the value. */
  readonly assigns?: string;
  readonly comment?: string;
  readonly value: CSharpValue;
}

export const code = (text: string): CSharpCode => new CSharpCode(text);
export const call = (target: string, ...args: readonly CSharpValue[]): CSharpCall =>
  new CSharpCall(target, args);
export const map = (members: CSharpProperties, type: CSharpMap['type'] = 'string'): CSharpMap =>
  new CSharpMap(type, members);

export const array = (...items: readonly CSharpValue[]): CSharpArray => new CSharpArray(items);

/** An object with properties: `new FunctionProps { MemorySize = 256 }`. */
export const object = (type: string, properties: CSharpProperties): CSharpNew =>
  new CSharpNew(type, [], properties);

/** `new SqsDlq(queue)` */
export const created = (type: string, ...args: readonly CSharpValue[]): CSharpNew =>
  new CSharpNew(type, args, undefined);

/** A construct below the one that is written: `new Queue(this, "Queue", new QueueProps { … })`. */
export const construct = (type: string, id: string, properties: CSharpProperties = {}): CSharpNew =>
  created(
    type,
    code('this'),
    id,
    ...(Object.keys(properties).length === 0 ? [] : [object(`${type}Props`, properties)]),
  );
