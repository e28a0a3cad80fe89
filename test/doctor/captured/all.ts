import { capturedBuilds } from './build.ts';
import type { Captured } from './captured.ts';
import { capturedCode } from './code.ts';
import { capturedRuns } from './run.ts';
import { capturedServices } from './service.ts';
import { capturedStarts } from './start.ts';

export const captured: readonly Captured[] = [
  ...capturedStarts,
  ...capturedCode,
  ...capturedBuilds,
  ...capturedServices,
  ...capturedRuns,
];
