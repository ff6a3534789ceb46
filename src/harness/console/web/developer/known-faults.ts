import type { JsonObject } from '../../../../contract/index.js';

/** A bad day of the vendor, to be switched on. */
export interface KnownFault {
  readonly name: string;
  readonly about: string;
  /** What the local vendor takes, one for each operation that it meets. */
  readonly scripts: readonly JsonObject[];
}

const EVENTS = ['create_event', 'bulk_create_events'] as const;

/** The bad days that integrations have in practice. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    name: 'Refuse events',
    about: 'Every event is answered with 400: it becomes a failure.',
    scripts: EVENTS.map((operation) => ({
      kind: 'status',
      status: 400,
      match: { operation },
      body: {
        errors: [
          { code: 'invalid', title: 'Invalid input.', source: { pointer: '/data/attributes/metric' } },
        ],
      },
    })),
  },
  {
    name: 'Throttle',
    about: 'Every request is answered with 429.',
    scripts: [{ kind: 'storm', retryAfter: 2 }],
  },
  {
    name: 'Outage',
    about: 'Every request is answered with 503.',
    scripts: [{ kind: 'status', status: 503 }],
  },
  { name: 'Slow', about: 'Every answer takes two seconds.', scripts: [{ kind: 'latency', ms: 2_000 }] },
  {
    name: 'Lose answers',
    about: 'Half of the requests act, and their answer is lost.',
    scripts: [{ kind: 'reset-after', probability: 0.5 }],
  },
  {
    name: 'Take a permission away',
    about: 'Events are answered with 403: the capability pauses.',
    scripts: EVENTS.map((operation) => ({ kind: 'status', status: 403, match: { operation } })),
  },
];
