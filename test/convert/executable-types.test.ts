import { describe, expect, it } from 'vitest';
import { contextTypes, program } from './executable-support.ts';
import { plan, writeProject } from './fixtures.ts';

describe('the types of a program of its own are read from', () => {
  it.each([
    [
      'explicit type arguments',
      'await LambdaBootstrapBuilder.Create<Order, Receipt>(x, new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'the delegate type of a variable',
      'Func<Order, ILambdaContext, Task<Receipt>> handler = null!;\nawait LambdaBootstrapBuilder.Create(handler, new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'a local function',
      'Receipt Handle(Order o, ILambdaContext c) => new(1);\nawait LambdaBootstrapBuilder.Create(Handle, new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'a method of an instance',
      'var service = new App.Service();\nawait LambdaBootstrapBuilder.Create(service.Handle, new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'a method of a new instance',
      'await LambdaBootstrapBuilder.Create(new App.Service().Handle, new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'what a variable without a type is',
      'var handler = new App.Service().Handle;\nawait LambdaBootstrapBuilder.Create(handler, new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'a method that a generic base class has',
      'await LambdaBootstrapBuilder.Create(new App.Derived().Answer, new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'a lambda that makes its result',
      'var handler = (Order o, ILambdaContext c) =>\n{\n    if (o == null) return null;\n    var x = new Receipt(1);\n    return x;\n};\nawait LambdaBootstrapBuilder.Create(handler, new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'a lambda with a return type',
      'await LambdaBootstrapBuilder.Create(Receipt (Order o, ILambdaContext c) => new(1), new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'a cast',
      'await LambdaBootstrapBuilder.Create((Func<Order, Receipt>)(o => new(1)), new DefaultLambdaJsonSerializer()).Build().RunAsync();',
    ],
    [
      'the older HandlerWrapper',
      'using var wrapper = HandlerWrapper.GetHandlerWrapper<Order, Receipt>(x, new DefaultLambdaJsonSerializer());',
    ],
  ])('%s', async (_, text) => {
    const service =
      'namespace App; public class Service { public ValueTask<Receipt> Handle(Order o) => default; } public class Base<T> { public Receipt Answer(T o) => null; } public class Derived : Base<Order> { }';
    const { textOf } = await plan(
      await writeProject(program(`using App;\n${text}\n`, { 'Service.cs': service })),
    );
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(['Order', 'Receipt']);
    expect(textOf('Program.cs')).toContain(
      'new SourceGeneratorLambdaJsonSerializer<App.FunctionJsonContext>()',
    );
    expect(textOf('Program.cs')).not.toContain('DefaultLambdaJsonSerializer');
  });
});

describe('what a lambda gives', () => {
  it.each([
    ['(Order o) => { return o.Id.ToUpper(); }', ['Order', 'string']],
    ['async (Order o) => { await X(); return $"{o.Id}"; }', ['Order', 'string']],
    ['(Order o) => o.Id.Trim()', ['Order', 'string']],
    ['(Order o) => { var f = () => { return 1; }; return new Receipt(f()); }', ['Order', 'Receipt']],
    ['async (Order o) => { await X(); }', ['Order']],
    ['(Order o) => { Receipt r = Make(); return r; }', ['Order', 'Receipt']],
    ['(Order o) => { if (o.Id == "") return true; return (false); }', ['Order', 'bool']],
  ])('%s', async (lambda, types) => {
    const text = `using App;\nawait LambdaBootstrapBuilder.Create(${lambda}, new DefaultLambdaJsonSerializer()).Build().RunAsync();`;
    const { textOf } = await plan(await writeProject(program(text)));
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(types);
  });

  it.each([
    '(Order o) => Make(o)',
    '(Order o) => { return 1; return ""; }',
    '(o) => new Receipt(1)',
    '(Order o) => 1 + 1',
  ])('%s takes the compiler to know', async (lambda) => {
    const text = `using App;\nawait LambdaBootstrapBuilder.Create(${lambda}, new DefaultLambdaJsonSerializer()).Build().RunAsync();`;
    await expect(plan(await writeProject(program(text)))).rejects.toThrow('types cannot be read there');
  });
});
