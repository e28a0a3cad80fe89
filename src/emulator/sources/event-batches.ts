/** Items that go to a function together, with the event that they make. */
export interface EventBatch<T> {
  readonly items: readonly T[];
  readonly payload: Buffer;
}

const [before, between, after] = ['{"Records":[', ',', ']}'];
const frame = before.length + after.length;

/**
 * The events that items make, in their order: as few as the size of an event allows (`most`, in bytes). An item that is too
 * large for an event of its own makes one all the same; the function does not get it.
 */
export function eventBatches<T>(
  items: readonly T[],
  record: (item: T) => object,
  most: number,
): EventBatch<T>[] {
  const groups: { items: T[]; records: string[]; bytes: number }[] = [];
  for (const item of items) {
    const text = JSON.stringify(record(item));
    const bytes = Buffer.byteLength(text);
    const last = groups.at(-1);
    if (last === undefined || frame + last.bytes + between.length + bytes > most) {
      groups.push({ items: [item], records: [text], bytes });
    } else {
      last.items.push(item);
      last.records.push(text);
      last.bytes += between.length + bytes;
    }
  }
  return groups.map(({ items: own, records }) => ({
    items: own,
    payload: Buffer.from(before + records.join(between) + after),
  }));
}
