import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer to give. */
export interface Replayed {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** Answers whatever is asked with what it was told last; several are given one after the other. */
export class ReplayServer {
  asked = 0;
  #answers: readonly Replayed[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (request, response) => {
      const { status, headers, json } = this.#answers[Math.min(this.asked, this.#answers.length - 1)] ?? {
        status: 500,
      };
      this.asked += 1;
      request.resume();
      response.writeHead(status, { 'content-type': 'application/vnd.api+json', ...headers });
      response.end(json === undefined ? undefined : JSON.stringify(json));
    });
  }

  static async open(): Promise<ReplayServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ReplayServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  answer(...answers: readonly Replayed[]): void {
    this.#answers = answers;
    this.asked = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
