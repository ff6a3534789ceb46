import { Refusal } from '../answers/refusal.js';
import { closedObject } from '../schemas/parts.js';
import type { StreamControl } from '../stream-control.js';
import type { Routes } from './routes.js';

/** Events per second; more is a matter for a benchmark. */
const FASTEST = 1000;

const rateBody = closedObject({
  rate: {
    type: 'number',
    minimum: 0,
    maximum: FASTEST,
    says: { code: 'invalid_rate', message: `A rate is 0 to ${FASTEST} events per second.` },
  },
});

/** How fast the demo's members do something. */
export const streamRoutes: Routes =
  ({ stream }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    const required = (): StreamControl => {
      if (stream) return stream;
      throw new Refusal(404, {
        code: 'stream_not_found',
        message: 'This host was started without the demo, so there is no stream.',
      });
    };
    server.get('/api/stream', () => ({ rate: required().rate() }));
    server.put<{ Body: { rate: number } }>('/api/stream', { schema: { body: rateBody } }, ({ body }) => {
      required().setRate(body.rate);
      return { rate: required().rate() };
    });
  };
