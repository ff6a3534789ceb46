import { Refusal } from '../answers/refusal.js';
import { readObject } from '../door/read-object.js';
import type { Shape } from '../shapes/shape.js';
import type { StreamControl } from '../stream-control.js';
import type { Routes } from './routes.js';

/** Events per second; more is a matter for a benchmark. */
const FASTEST = 1000;

const rateShape: Shape = (value, path) =>
  typeof value === 'number' && value >= 0 && value <= FASTEST
    ? []
    : [{ path, code: 'invalid_rate', message: `A rate is 0 to ${FASTEST} events per second.` }];

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
    server.put('/api/stream', (request) => {
      const { rate } = readObject(request.body, { rate: rateShape }) as { rate: number };
      required().setRate(rate);
      return { rate: required().rate() };
    });
  };
