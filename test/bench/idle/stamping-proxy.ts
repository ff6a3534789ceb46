import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

const UNIQUE_ID = /"unique_id"\s*:\s*"([^"]+)"/g;

/**
 * Stands before the emulator and stamps each event with the time at which its request had arrived, on the clock of
 * `performance.now()`: the journal's own times are whole milliseconds of another process. It stamps before it hands
 * on, so what the detour costs comes after the stamp.
 */
export class StampingProxy {
  private readonly stamps = new Map<string, number>();
  private readonly expected = new Map<string, (at: number) => void>();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;

  private constructor(private readonly target: string) {
    this.server = createServer((incoming, answer) => {
      this.serve(incoming, answer).catch(() => answer.destroy());
    });
    this.server.keepAliveTimeout = 65_000;
  }

  static async before(target: string): Promise<StampingProxy> {
    const proxy = new StampingProxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves with the time at which the event first arrived. */
  arrival(eventId: string): Promise<number> {
    const stamped = this.stamps.get(eventId);
    if (stamped !== undefined) return Promise.resolve(stamped);
    return new Promise((resolve) => this.expected.set(eventId, resolve));
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    this.agent.destroy();
    await once(this.server, 'close');
  }

  private async serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of incoming as AsyncIterable<Buffer>) pieces.push(piece);
    const at = performance.now();
    const body = Buffer.concat(pieces);
    if (incoming.method === 'POST') this.stamp(body.toString('utf8'), at);
    const onward = request(new URL(incoming.url ?? '/', this.target), {
      method: incoming.method,
      headers: incoming.headers,
      agent: this.agent,
    });
    onward.on('error', () => answer.destroy());
    onward.on('response', (back) => {
      answer.writeHead(back.statusCode ?? 502, back.headers);
      back.pipe(answer);
    });
    onward.end(body);
  }

  private stamp(body: string, at: number): void {
    for (const [, id = ''] of body.matchAll(UNIQUE_ID)) {
      if (this.stamps.has(id)) continue;
      this.stamps.set(id, at);
      this.expected.get(id)?.(at);
    }
  }
}
