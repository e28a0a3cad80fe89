import { expect, test } from 'vitest';
import { accepted, expectRequest, next, type Start } from '../native-program.ts';

const invocations = 10_000;

/** What a handler sets on its thread, over many invocations. */
export function state(start: Start): void {
  test.each([1, 16])(
    'none of 10,000 invocations sees AsyncLocal, culture, Activity or context of another, %i at a time',
    async (concurrency) => {
      const { api } = await start('state', { AWS_LAMBDA_MAX_CONCURRENCY: `${concurrency}` });
      const serve = async (loop: number) => {
        const connection = await api.accept();
        const wrong: string[] = [];
        for (let i = loop; i < invocations; i += concurrency) {
          // Of even and odd length, which decides whether the handler awaits.
          const input = `${i}${i % 2 === 0 ? '' : 'x'}${'.'.repeat(String(i).length % 2)}`;
          await expectRequest(connection);
          await connection.send(next(`"${input}"`, {}, `id-${input}`));
          const answer = await expectRequest(connection);
          if (answer.body.toString() !== `"${input}"`) wrong.push(answer.body.toString());
          await connection.send(accepted);
          connection.requests.length = 0;
        }
        return wrong;
      };
      const loops = Array.from({ length: concurrency }, (_, loop) => serve(loop));
      expect((await Promise.all(loops)).flat()).toEqual([]);
    },
  );
}
