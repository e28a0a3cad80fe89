/**
 * A size report made by hand, as small as one can be: two assemblies, a type in each, a nested and a generic type,
 * and lists about them. Everything is laid out as ECMA-335 asks, with two-byte indexes.
 */

class Heap {
  readonly #parts: Buffer[];
  #size: number;

  constructor() {
    this.#parts = [Buffer.from([0])];
    this.#size = 1;
  }

  add(bytes: Buffer): number {
    const at = this.#size;
    this.#parts.push(bytes);
    this.#size += bytes.length;
    return at;
  }

  string(text: string): number {
    return text === '' ? 0 : this.add(Buffer.from(`${text}\0`, 'utf8'));
  }

  blob(...bytes: number[]): number {
    return this.add(Buffer.from([bytes.length, ...bytes]));
  }

  /** A string literal (#US), with its length in bytes before it. */
  literal(text: string): number {
    const utf16 = Buffer.from(text, 'utf16le');
    return this.add(Buffer.concat([Buffer.from([utf16.length + 1]), utf16, Buffer.from([0])]));
  }

  get bytes(): Buffer {
    const all = Buffer.concat(this.#parts);
    return Buffer.concat([all, Buffer.alloc((4 - (all.length % 4)) % 4)]);
  }
}

const u16 = (...values: number[]) => Buffer.concat(values.map((v) => Buffer.from([v & 255, v >>> 8])));
const u32 = (...values: number[]) =>
  Buffer.concat(
    values.map((value) => {
      const buffer = Buffer.alloc(4);
      buffer.writeUInt32LE(value >>> 0);
      return buffer;
    }),
  );

const op = {
  token: (token: number) => Buffer.concat([Buffer.from([0xd0]), u32(token)]),
  literal: (row: number) => Buffer.concat([Buffer.from([0x72]), u32(0x70000000 | row)]),
  /** In the shortest form, as the compiler writes it. */
  number: (value: number) => {
    if (value >= -1 && value <= 8) return Buffer.from([0x16 + value]);
    if (value >= -128 && value <= 127) return Buffer.from([0x1f, value & 255]);
    return Buffer.concat([Buffer.from([0x20]), u32(value)]);
  },
};

/** Tokens of the rows below. */
const tokens = {
  string: 0x01000001,
  handler: 0x01000002,
  nested: 0x01000003,
  list: 0x01000004,
  listOfHandlers: 0x1b000001,
  handlers: 0x1b000002,
  handle: 0x0a000001,
  add: 0x0a000002,
  addOfHandlers: 0x2b000001,
  shop: 0x23000002,
} as const;

type Part = Buffer;
const method = (token: number, code: number, gc: number, eh: number): Part =>
  Buffer.concat([op.token(token), ...[code, gc, eh, 0].map(op.number)]);
const sized = (token: number, size: number): Part =>
  Buffer.concat([op.token(token), op.number(size), op.number(0)]);

/** An mstat file with known contents. `patch` may put other lists in their place. */
export function buildMstat(
  patch: Partial<Record<string, Buffer>> = {},
  { major = 2 }: { readonly major?: number } = {},
): Buffer {
  const strings = new Heap();
  const blobs = new Heap();
  const literals = new Heap();
  const metadata = literals.literal('Metadata');
  const dehydrated = literals.literal('DehydratedData');
  const frozen = literals.literal('ArrayOfFrozenObjects');
  const icon = literals.literal('icon.png');
  const lists: Record<string, Buffer> = {
    Methods: Buffer.concat([
      method(tokens.handle, 1000, 20, 3),
      method(tokens.add, 200, 10, 0),
      method(tokens.addOfHandlers, 300, 10, 0),
    ]),
    Types: Buffer.concat([
      sized(tokens.handler, 60),
      sized(tokens.nested, 40),
      sized(tokens.listOfHandlers, 50),
      sized(tokens.handlers, 50),
    ]),
    FrozenObjects: Buffer.concat([
      ...[op.token(tokens.string), op.number(100), op.number(0), op.number(0)],
      ...[op.token(tokens.string), op.number(100), op.number(0), op.token(tokens.handler)],
    ]),
    ManifestResources: Buffer.concat([op.number(tokens.shop), op.literal(icon), op.number(4096)]),
    Blobs: Buffer.concat([
      ...[op.literal(metadata), op.number(500)],
      ...[op.literal(dehydrated), op.number(200)],
      ...[op.literal(frozen), op.number(200)],
    ]),
    ...patch,
  };

  const base = 0x2000;
  const names = Object.keys(lists);
  const bodies: Buffer[] = [];
  let address = base + 72;
  const rows = names.map((name) => {
    const il = lists[name] as Buffer;
    const header = Buffer.concat([u16(0x3003, 8), u32(il.length, 0)]);
    const body = Buffer.concat([header, il, Buffer.alloc((4 - (il.length % 4)) % 4)]);
    const row = Buffer.concat([u32(address), u16(0, 0, strings.string(name), 0, 1)]);
    bodies.push(body);
    address += body.length;
    return row;
  });

  const system = strings.string('System');
  // Coded indexes: the row, then a tag for the table; resolution scope has 2 bits, member's parent 3.
  const tables: readonly [number, readonly Buffer[]][] = [
    [0x00, [u16(0, strings.string('report.mstat'), 0, 0, 0)]],
    [
      0x01,
      [
        u16((1 << 2) | 2, strings.string('String'), system),
        u16((2 << 2) | 2, strings.string('Handler'), strings.string('Shop.Orders')),
        u16((2 << 2) | 3, strings.string('State'), 0),
        u16((1 << 2) | 2, strings.string('List`1'), strings.string('System.Collections.Generic')),
      ],
    ],
    [0x02, [Buffer.concat([u32(0), u16(strings.string('<Module>'), 0, 0, 1, 1)])]],
    [0x06, rows],
    [0x0a, [u16((2 << 3) | 1, strings.string('Handle'), 0), u16((1 << 3) | 4, strings.string('Add'), 0)]],
    [
      0x1b,
      [
        // GENERICINST CLASS List`1 <CLASS Handler>, and an array of Handler.
        u16(blobs.blob(0x15, 0x12, (4 << 2) | 1, 1, 0x12, (2 << 2) | 1)),
        u16(blobs.blob(0x1d, 0x12, (2 << 2) | 1)),
      ],
    ],
    [0x20, [Buffer.concat([u32(0), u16(major, 1, 0, 0), u32(0), u16(0, strings.string('report'), 0)])]],
    [
      0x23,
      ['System.Private.CoreLib', 'Shop'].map((name) =>
        Buffer.concat([u16(1, 0, 0, 0), u32(0), u16(0, strings.string(name), 0, 0)]),
      ),
    ],
    [0x2b, [u16((2 << 1) | 1, blobs.blob(0x0a, 1, 0x08))]],
  ];
  const valid = tables.reduce((mask, [number]) => mask | (1n << BigInt(number)), 0n);
  const stream = Buffer.concat([
    u32(0),
    Buffer.from([2, 0, 0, 1]),
    u32(Number(valid & 0xffffffffn), Number(valid >> 32n), 0, 0),
    ...tables.map(([, all]) => u32(all.length)),
    ...tables.flatMap(([, all]) => all),
  ]);
  const padded = Buffer.concat([stream, Buffer.alloc((4 - (stream.length % 4)) % 4)]);

  const streams: readonly [string, Buffer][] = [
    ['#~', padded],
    ['#Strings', strings.bytes],
    ['#Blob', blobs.bytes],
    ['#US', literals.bytes],
  ];
  const headerSize = (name: string) => 8 + 4 * Math.floor(name.length / 4 + 1);
  let offset = 16 + 12 + 4 + streams.reduce((all, [name]) => all + headerSize(name), 0);
  const headers = streams.map(([name, bytes]) => {
    const text = Buffer.alloc(headerSize(name) - 8);
    text.write(name);
    const header = Buffer.concat([u32(offset, bytes.length), text]);
    offset += bytes.length;
    return header;
  });
  const root = Buffer.concat([
    u32(0x424a5342, 0x10001, 0, 12),
    Buffer.from('v4.0.30319\0\0'),
    u16(0, streams.length),
    ...headers,
    ...streams.map(([, bytes]) => bytes),
  ]);

  const cli = Buffer.concat([u32(72, 0, address, root.length), Buffer.alloc(56)]);
  const section = Buffer.concat([cli, ...bodies, root]);
  const dos = Buffer.alloc(0x80);
  dos.write('MZ');
  dos.writeUInt32LE(0x80, 0x3c);
  const optional = Buffer.alloc(224);
  optional.writeUInt16LE(0x10b);
  optional.writeUInt32LE(base, 208);
  const sectionHeader = Buffer.concat([
    Buffer.from('.text\0\0\0'),
    u32(section.length, base, section.length, 0x200),
    Buffer.alloc(16),
  ]);
  const pe = Buffer.concat([Buffer.from('PE\0\0'), u16(0x14c, 1), u32(0, 0, 0), u16(224, 0x2102)]);
  const head = Buffer.concat([dos, pe, optional, sectionHeader]);
  return Buffer.concat([head, Buffer.alloc(0x200 - head.length), section]);
}
