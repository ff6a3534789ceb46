import type { EventBody } from './event-body.js';

/** An event's time, or now, cut to the second. */
export const eventTime = (event: EventBody, now: number): number => {
  const time = typeof event.time === 'string' ? Date.parse(event.time) : now;
  return time - (((time % 1000) + 1000) % 1000);
};

/** An event's unique id; left out, it is the time to the second, so that two events in one second become one. */
export const eventUniqueId = (event: EventBody, time: number): string =>
  typeof event.unique_id === 'string' ? event.unique_id : String(time / 1000);
