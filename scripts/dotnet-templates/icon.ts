import { crc32, deflateSync } from 'node:zlib';

const size = 128;

type Point = readonly [x: number, y: number];
type Colour = readonly [red: number, green: number, blue: number];

const background: Colour = [81, 43, 212];
const white: Colour = [255, 255, 255];

/** The strokes of a lambda, from end to end. */
const strokes: readonly (readonly [Point, Point])[] = [
  [
    [42, 30],
    [52, 30],
  ],
  [
    [52, 30],
    [88, 98],
  ],
  [
    [62, 52],
    [40, 98],
  ],
];
const strokeWidth = 12;
const corner = 24;

function distanceToStroke([x, y]: Point, [[ax, ay], [bx, by]]: readonly [Point, Point]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** How far a point is outside of the square with round corners; negative inside. */
function distanceToSquare([x, y]: Point): number {
  const inner = size / 2 - corner;
  const beyond = (at: number) => Math.max(0, Math.abs(at - size / 2) - inner);
  return Math.hypot(beyond(x), beyond(y)) - corner;
}

/** How much of a pixel is covered by what begins at a distance from its middle. */
const coverage = (distance: number) => Math.min(1, Math.max(0, 0.5 - distance));

function pixel(x: number, y: number): number[] {
  const middle: Point = [x + 0.5, y + 0.5];
  const nearest = Math.min(...strokes.map((stroke) => distanceToStroke(middle, stroke)));
  const ink = coverage(nearest - strokeWidth / 2);
  const colour = background.map((value, at) => Math.round(value + ((white[at] as number) - value) * ink));
  return [...colour, Math.round(255 * coverage(distanceToSquare(middle)))];
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(data.length, 0);
  content.copy(framed, 4);
  framed.writeUInt32BE(crc32(content), content.length + 4);
  return framed;
}

/** The templates' icon, a white lambda on violet. @returns a PNG of 128 by 128 pixels (RGBA). Source: PNG specification. */
export function icon(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits a channel, red, green, blue and alpha; nothing filtered, nothing interlaced.
  header.set([8, 6, 0, 0, 0], 8);
  const rows = [...Array(size).keys()].map((y) =>
    Buffer.from([0, ...[...Array(size).keys()].flatMap((x) => pixel(x, y))]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
