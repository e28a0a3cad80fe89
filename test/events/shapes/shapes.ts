import { cognito } from './cognito.ts';
import { dialogues } from './dialogues.ts';
import { eventBridge } from './eventbridge.ts';
import { http } from './http.ts';
import { others } from './others.ts';
import { queues } from './queues.ts';
import { objects } from './s3.ts';
import type { Short } from './shape.ts';
import { streams } from './streams.ts';

/** The shape of every event, by its name. */
export const shapes: Readonly<Record<string, Short>> = {
  ...http,
  ...queues,
  ...objects,
  ...streams,
  ...dialogues,
  ...cognito,
  ...eventBridge,
  ...others,
};
