// A compiled file must not outlive its source: a generator's folder in dist would still be found by Yeoman.
import { rmSync } from 'node:fs';

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
