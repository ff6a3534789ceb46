import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { WayFault } from '../faults/fault.js';

/** An answer as bytes, before it goes badly. */
export interface BytesToSend {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Statuses that have no body: what is to go badly must be their head. */
const BODILESS = new Set([204, 304]);
/** What a body without content is said to have, so that there is something to cut. */
const LEAST_ANNOUNCED = 64;

/** Sends an answer in the way that a fault asks for. */
export const sendBadly = async (
  response: ServerResponse,
  answer: BytesToSend,
  way: WayFault,
): Promise<void> => {
  switch (way.kind) {
    case 'trickle':
      return BODILESS.has(answer.status)
        ? trickleHead(response, answer, way)
        : trickleBody(response, answer, way);
    case 'cut-body':
      return cutBody(response, answer);
    case 'corrupt-gzip':
      return sendCorrupt(response, answer);
  }
};

type Trickle = Extract<WayFault, { kind: 'trickle' }>;

const paceOf = ({ everyMs = 100, lastsMs }: Trickle, length: number) => {
  const steps = lastsMs === undefined ? Infinity : Math.max(1, Math.ceil(lastsMs / everyMs));
  return { everyMs, steps, bytes: Math.max(1, Math.ceil(length / steps)) };
};

/** The pauses are those of the machine's clock, as all waiting on a connection is. */
const trickleBody = async (response: ServerResponse, answer: BytesToSend, way: Trickle): Promise<void> => {
  const { status, headers, body } = answer;
  const { everyMs, steps, bytes } = paceOf(way, body.length);
  response.writeHead(status, headers);
  response.flushHeaders();
  for (let step = 0; step < steps; step += 1) {
    await sleep(everyMs);
    if (response.destroyed) return;
    const piece = body.subarray(step * bytes, (step + 1) * bytes);
    // A blank is no content to JSON, and a byte to whoever waits for one.
    response.write(piece.length === 0 ? ' ' : piece);
  }
  response.end();
};

/** Written past Node's own response, which sends a head whole. */
const trickleHead = async (
  response: ServerResponse,
  { status, headers }: BytesToSend,
  way: Trickle,
): Promise<void> => {
  const { socket } = response;
  if (socket === null) return;
  const { everyMs, steps } = paceOf(way, 0);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} \r\n${lines.join('')}connection: close\r\nx-trickle: `);
  for (let step = 0; step < steps; step += 1) {
    await sleep(everyMs);
    if (socket.destroyed) return;
    socket.write('.');
  }
  socket.end('\r\n\r\n');
};

const cutBody = async (response: ServerResponse, answer: BytesToSend): Promise<void> => {
  const { status, headers, body } = answer;
  const { socket } = response;
  if (socket === null) return;
  await new Promise<void>((written) => {
    if (BODILESS.has(status)) {
      socket.write(`HTTP/1.1 ${status} No Con`, () => written());
      return;
    }
    const length = Math.max(body.length, LEAST_ANNOUNCED);
    response.writeHead(status, { ...headers, 'content-length': String(length) });
    // An empty piece would be written by nobody.
    response.write(body.length < 2 ? ' ' : body.subarray(0, Math.floor(body.length / 2)), () => written());
  });
  socket.destroySoon();
};

const sendCorrupt = (response: ServerResponse, { status, headers, body }: BytesToSend): Promise<void> => {
  const packed = gzipSync(body);
  // Ten bytes of gzip's own head are good, so that only reading on shows what is wrong.
  for (let place = 10; place < packed.length; place += 1) packed[place] = 0xff;
  const length = BODILESS.has(status) ? {} : { 'content-length': String(packed.length) };
  response.writeHead(status, { ...headers, 'content-encoding': 'gzip', ...length });
  response.end(packed);
  return Promise.resolve();
};
