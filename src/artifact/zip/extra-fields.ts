import { ZipError } from './error.ts';

/** One of the fields behind a name (APPNOTE 4.5). */
export interface ExtraField {
  readonly id: number;
  readonly data: Buffer;
}

/** Values that do not fit into 32 bits, in the order of the header; only those that were moved there. */
const zip64Id = 0x0001;
/** Fields that change what an entry is: a second one of these would be a second truth. */
const meaningful = new Set([zip64Id, 0x7075]);

/** @throws ZipError when a field ends behind the others, or says the same thing twice. */
export function readExtraFields(bytes: Buffer, owner: string): ExtraField[] {
  const fields: ExtraField[] = [];
  const seen = new Set<number>();
  // Up to three bytes more are padding, as tools write that align the data.
  for (let at = 0; at + 4 <= bytes.length; ) {
    const id = bytes.readUInt16LE(at);
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (end > bytes.length) throw new ZipError(`The extra fields of ${owner} are cut off or damaged.`);
    if (meaningful.has(id) && seen.size === seen.add(id).size) {
      throw new ZipError(`The entry ${owner} has an extra field twice.`);
    }
    fields.push({ id, data: bytes.subarray(at + 4, end) });
    at = end;
  }
  return fields;
}

const moved = 0xffffffff;

/**
 * The values of a header, those in place that fit, and the others from the zip64 field, which has them in this
 * order.
 * @throws ZipError when a value was moved and is not there.
 */
export function wideValues(
  values: readonly number[],
  fields: readonly ExtraField[],
  owner: string,
): number[] {
  if (!values.includes(moved)) return [...values];
  const data = fields.find(({ id }) => id === zip64Id)?.data;
  let at = 0;
  return values.map((value) => {
    if (value !== moved) return value;
    if (data === undefined || at + 8 > data.length) {
      throw new ZipError(`The entry ${owner} has no zip64 field for a size or place of 4 GB or more.`);
    }
    const wide = data.readBigUInt64LE(at);
    at += 8;
    if (wide > BigInt(Number.MAX_SAFE_INTEGER))
      throw new ZipError(`The entry ${owner} has the size ${wide}.`);
    return Number(wide);
  });
}
