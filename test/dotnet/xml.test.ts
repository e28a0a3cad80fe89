import { describe, expect, it } from 'vitest';
import { type Element, readXml } from '../../src/dotnet/xml.ts';
import { UserError } from '../../src/errors.ts';

const text = [
  '\uFEFF<?xml version="1.0"?>\r\n<!-- ü😀 -->\r\n<Project Sdk="A&amp;B" Note=\'a > b\'>\r\n',
  "  <Group Condition=\" '$(X)' == '&quot;' \">\r\n    <A>x &amp; y</A><B /><C></C><D><![CDATA[<z>]]></D>\r\n",
  '  </Group><!-- c -->\r\n</Project>\r\n',
].join('');

const slice = ({ start, end }: { start: number; end: number }) => text.slice(start, end);

describe('reading XML', () => {
  const { root, comments } = readXml(text, 'a.csproj');
  const [group] = root.children as [Element];
  const [a, b, c, d] = group.children as [Element, Element, Element, Element];

  it('knows where everything stands, past byte order mark, CRLF and characters of two units', () => {
    expect(slice(a)).toBe('<A>x &amp; y</A>');
    expect(slice(b)).toBe('<B />');
    expect([a.inner, c.inner, d.inner].map((inner) => inner && slice(inner))).toEqual([
      'x &amp; y',
      '',
      '<![CDATA[<z>]]>',
    ]);
    expect(b.inner).toBeUndefined();
    expect(root.inner && slice(root.inner)).toMatch(/^\r\n {2}<Group[\s\S]*<!-- c -->\r\n$/);
  });

  it('resolves entities in attributes and text', () => {
    expect(root.attributes).toEqual({ Sdk: 'A&B', Note: 'a > b' });
    expect([a.text, d.text]).toEqual(['x & y', '<z>']);
    expect(group.attributes.Condition).toContain('"');
  });

  it('keeps comments, those before the root among them', () => {
    expect(comments.map((comment) => comment.text.trim())).toEqual(['ü😀', 'c']);
  });

  it('says where a file is not well-formed', () => {
    const broken = () => readXml('<Project>\n  <A></B>\n</Project>', 'x.csproj');
    expect(broken).toThrow(UserError);
    expect(broken).toThrow(/^x\.csproj:2 is not well-formed XML: .*; fix it first\.$/);
  });
});
