import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { allSamples } from '../src/samples/catalogue.ts';
import { renderTable } from '../src/ui/table.ts';
import { callsAws, compileC, makeSample, quietLog } from './build.ts';

// What a warm invocation of each sample allocates, in bytes: node --import tsx bench/allocations.ts [SAMPLE…] writes
// bench/allocations.json when all are measured. A middleware counts over a thousand invocations; what it costs itself is
// measured with uppercase, which allocates nothing without it (a test of the runtime client says so), and taken off.

const here = fileURLToPath(new URL('.', import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);
/** Allocates nothing by itself. */
const zero = 'uppercase';
const counted = 1000;

const meter = `using LambdaRuntime;

/// <summary>Counts what invocations allocate.</summary>
internal static class Meter
{
    private static int _count;
    private static long _start;

    public static Task RunAsync(ILambdaInvocation invocation, Func<Task> next)
    {
        _count++;
        if (_count == ${counted})
        {
            _start = GC.GetTotalAllocatedBytes(precise: true);
        }
        else if (_count == ${2 * counted})
        {
            Console.Error.WriteLine($"allocated {(GC.GetTotalAllocatedBytes(precise: true) - _start) / ${counted}}");
        }
        return next();
    }
}
`;

/** Bytes of an invocation, the middleware's included. */
async function measure(id: string, folder: string, harness: string): Promise<number> {
  const sample = allSamples().find((one) => one.id === id);
  if (sample === undefined) throw new Error(`There is no sample ${id}.`);
  const project = join(folder, id);
  await makeSample(sample, project, []);
  const program = join(project, 'src', 'Bench', 'Program.cs');
  const text = await readFile(program, 'utf8');
  await writeFile(
    program,
    text.replace('LambdaBootstrap.Create()', 'LambdaBootstrap.Create().Use(Meter.RunAsync)'),
  );
  await writeFile(join(dirname(program), 'Meter.cs'), meter);
  await execa('make', ['publish'], { cwd: project });
  const words = ['--event', join(project, 'events', `${id}.json`), '--warm', String(2 * counted + 1), '--'];
  const { stderr } = await execa(harness, [...words, join(project, 'dist', 'publish', 'bootstrap')], {
    env: { _HANDLER: id, ...quietLog },
  });
  await rm(project, { recursive: true });
  const bytes = /allocated (\d+)/.exec(stderr)?.[1];
  if (bytes === undefined) throw new Error(`${id} said nothing: ${stderr}`);
  return Number(bytes);
}

/** Those that the other frameworks and AWS's services leave: the middleware is one of the built-in runtime. */
const measurable = allSamples().filter(
  (sample) => sample.framework === undefined && sample.id !== 'streaming' && !callsAws(sample),
);
const chosen = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'lambda-bench-'));
try {
  const harness = join(folder, 'harness');
  await compileC(join(here, 'c', 'harness.c'), harness);
  const own = await measure(zero, folder, harness);
  const rows: { id: string; bytes: number }[] = [];
  for (const { id } of measurable.filter(({ id }) => chosen.length === 0 || chosen.includes(id))) {
    say(`building and measuring ${id}`);
    rows.push({ id, bytes: id === zero ? 0 : (await measure(id, folder, harness)) - own });
  }
  const dotnet = (await execa('dotnet', ['--version'])).stdout.trim();
  if (chosen.length === 0) {
    await writeFile(join(here, 'allocations.json'), `${JSON.stringify({ dotnet, rows }, null, 2)}\n`);
  }
  const columns = [{ title: 'SAMPLE' }, { title: 'BYTES', align: 'right' }] as const;
  process.stdout.write(
    `${renderTable(
      columns,
      rows.map(({ id, bytes }) => [id, String(bytes)]),
    )}\nThe middleware: ${own} bytes.\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
