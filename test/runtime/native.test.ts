import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { addresses } from './cases/addresses.ts';
import { answers } from './cases/answers.ts';
import { concurrency } from './cases/concurrency.ts';
import { connections } from './cases/connections.ts';
import { endings } from './cases/endings.ts';
import { endurance } from './cases/endurance.ts';
import { errors } from './cases/errors.ts';
import { logging } from './cases/logging.ts';
import { memory } from './cases/memory.ts';
import { splitting } from './cases/splitting.ts';
import { state } from './cases/state.ts';
import { streaming } from './cases/streaming.ts';
import { publishProgram, start } from './native-program.ts';

// The cases share one native program, which takes a while to build: so they share a file.
let program: { bootstrap: string; folder: string };
const startHandler = (handler: string, env?: Record<string, string>) =>
  start(program.bootstrap, handler, env);

beforeAll(async () => {
  program = await publishProgram();
});
afterAll(() => rm(program.folder, { recursive: true, force: true }));

describe('addresses', () => addresses(startHandler));
describe('answers', () => answers(startHandler));
describe('responses of the Runtime API in pieces', () => splitting(startHandler));
describe('connections', () => connections(startHandler));
describe('errors', () => errors(startHandler));
describe('streaming', () => streaming(startHandler));
describe('logging', () => logging(startHandler));
describe('concurrency', () => concurrency(startHandler));
describe('state', () => state(startHandler));
describe('the end of the process', () => endings(startHandler));
describe('memory', () => memory(startHandler));
describe('endurance', () => endurance(startHandler, () => program.bootstrap));
