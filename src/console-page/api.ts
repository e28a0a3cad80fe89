import type { EventList, InvocationDetail } from '../emulator/console/data.ts';

/** An answer of the emulator that says what is wrong. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function answerOf(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, init);
  if (response.ok) return response;
  const { message = response.statusText } = await response.json().catch(() => ({}));
  throw new Refused(response.status, message);
}

/** The events that there are. @throws Refused, TypeError where the emulator is gone */
export const eventList = async (): Promise<EventList> => (await answerOf('api/events')).json();

/** The text of an event; `path` is `project/NAME` or `library/NAME`. @throws Refused */
export const eventText = async (path: string): Promise<string> =>
  (await answerOf(`api/events/${path}`)).text();

/** All that is kept of an invocation. @throws Refused */
export const invocationDetail = async (id: string): Promise<InvocationDetail> =>
  (await answerOf(`api/invocations/${encodeURIComponent(id)}`)).json();

/** Writes events/NAME.json. @throws Refused, with status 409 where there is one and `replace` is false */
export async function saveEvent(name: string, event: string, replace: boolean): Promise<void> {
  await answerOf(`api/events/project/${encodeURIComponent(name)}?replace=${replace}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: event,
  });
}

/** Invokes a function as every client does; the request id. @throws Refused where Lambda would not take the event */
export async function invoke(functionName: string, event: string): Promise<string | null> {
  const response = await answerOf(`/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, {
    method: 'POST',
    body: event,
  });
  // What it says is in the record as well.
  await response.arrayBuffer();
  return response.headers.get('X-Amzn-RequestId');
}
