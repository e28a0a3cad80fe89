import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { icon } from '../../scripts/dotnet-templates/icon.ts';

test('the icon is a PNG of 128 by 128 pixels, clear in the corners and white in the letter', () => {
  const png = icon();
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  const start = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  const pixel = (x: number, y: number) => [...rows.subarray(y * 513 + 1 + x * 4, y * 513 + 5 + x * 4)];
  expect(pixel(0, 0)[3]).toBe(0);
  expect(pixel(64, 53)).toEqual([255, 255, 255, 255]);
  expect(pixel(20, 64)).toEqual([81, 43, 212, 255]);
});
