import { describe, expect, it } from 'vitest';
import { readHcl } from '../../src/convert/read/hcl.ts';

const attributes = (text: string) =>
  Object.fromEntries([...(readHcl(text)[0]?.attributes ?? [])].map(([name, { value }]) => [name, value]));

describe('Terraform’s language', () => {
  it('is read in blocks with labels, attributes and lines', () => {
    const blocks = readHcl(`/* a
comment */
resource "aws_lambda_function" "get" { # behind
  handler = "A::B::C" // also behind
  image_config {
    command = [
      "a", # one
      "b",
    ]
  }
}
module x { source = "y" }
`);
    expect(blocks.map(({ type, labels, line }) => [type, labels, line])).toEqual([
      ['resource', ['aws_lambda_function', 'get'], 3],
      ['module', ['x'], 12],
    ]);
    expect(blocks[0]?.attributes.get('handler')).toEqual({ value: 'A::B::C', line: 4 });
    expect(blocks[0]?.blocks[0]?.attributes.get('command')).toEqual({ value: ['a', 'b'], line: 6 });
    expect(blocks[1]?.attributes.get('source')?.value).toBe('y');
  });

  it('has texts, numbers, lists, and what only Terraform works out', () => {
    expect(
      attributes(`b {
  text   = "a \\"b\\" \${f("}", "\${x}")} c"
  dollar = "$\${no}"
  number = 512
  list   = ["a", "b"]
  mixed  = ["a", local.b]
  name   = var.name
  call   = merge({
    a = 1
  }, local.tags)
  same   = a == b ? 1 : 2
  long   = <<-EOT
    handler = "no"
    }
  EOT
  last   = "x"
}`),
    ).toEqual({
      text: `a "b" \${f("}", "\${x}")} c`,
      dollar: `$\${no}`,
      number: 512,
      list: ['a', 'b'],
      mixed: { expression: '["a",local.b]' },
      name: { expression: 'var.name' },
      call: { expression: 'merge({\na=1\n},local.tags)' },
      same: { expression: 'a==b?1:2' },
      long: { expression: '<<' },
      last: 'x',
    });
  });

  it.each(['', '}}}', '"', '"${', 'a = ', 'a {', '<<EOT\n', '/*', 'a = [', '\u0000', 'a "b" {{ c = 1'])(
    'comes to an end where it is broken: %j',
    (text) => {
      expect(Array.isArray(readHcl(text))).toBe(true);
    },
  );
});
