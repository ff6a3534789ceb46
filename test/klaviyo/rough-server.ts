import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a {@link RoughServer} does with a request. */
export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

/** A server that answers as no decent one does: whatever it is told, cut, trickling, or not at all. */
export class RoughServer {
  readonly requests: string[] = [];
  reply: Reply = (response) => response.end();

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly origin: string,
  ) {}

  static async open(): Promise<RoughServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const rough = new RoughServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      rough.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
      request.resume();
      request.on('end', () => rough.reply(response, request));
    });
    return rough;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Headers at once, and then a blank every so often, for ever. */
export const trickle =
  (everyMs: number): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.api+json' });
    response.flushHeaders();
    const timer = setInterval(() => response.write(' '), everyMs);
    response.on('close', () => clearInterval(timer));
  };

/** A whole answer. A body that is no text is written as JSON:API. */
export const answerWith =
  (status: number, headers: Readonly<Record<string, string>>, body: unknown): Reply =>
  (response) => {
    const isText = typeof body === 'string';
    response.writeHead(status, {
      ...(isText || body === undefined ? {} : { 'content-type': 'application/vnd.api+json' }),
      ...headers,
    });
    response.end(isText ? body : body === undefined ? undefined : JSON.stringify(body));
  };
