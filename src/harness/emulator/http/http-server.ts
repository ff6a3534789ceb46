import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LARGEST_BODY } from '../limits/payload-limits.js';
import type { Answer, IncomingCall, Outcome } from './exchange.js';
import { sendBadly, type BytesToSend } from './send-badly.js';

/** What of a body is kept at most: enough to see that it is too large. */
const MOST_KEPT = LARGEST_BODY + 1024;
const HOST = /^[\w.:[\]-]+$/;

/** Serves calls by HTTP. Plain node:http, because faults must cut and hold connections as no framework lets them. */
export class HttpServer {
  readonly #server: Server;
  #url: string | null = null;

  constructor(handle: (call: IncomingCall, base: string) => Promise<Outcome>) {
    this.#server = createServer((request, response) => {
      this.#serve(handle, request, response).catch((error: unknown) => {
        // A fault of the emulator's own is shown to whoever called: a test must not take it for Klaviyo's.
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(`the emulator failed: ${text}`);
      });
    });
    // A client keeps idle connections for its next call; Node's 5 s would race with it.
    this.#server.keepAliveTimeout = 65_000;
    this.#server.requestTimeout = 0;
  }

  get url(): string | null {
    return this.#url;
  }

  async listen(port: number, host: string): Promise<string> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    const address = this.#server.address() as AddressInfo;
    this.#url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
    return this.#url;
  }

  /** Cuts what is open and stops. */
  async close(): Promise<void> {
    if (this.#url === null) return;
    this.#url = null;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(
    handle: (call: IncomingCall, base: string) => Promise<Outcome>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(request.headers)) {
      headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    const host = headers['host'] ?? '';
    const outcome = await handle(
      {
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        headers,
        body: await bodyOf(request),
      },
      HOST.test(host) ? `http://${host}` : (this.#url ?? ''),
    );
    if (outcome.fate === 'answer') {
      const { answer, way } = outcome;
      await (way === undefined ? send(response, answer) : sendBadly(response, bytesOf(answer), way));
    } else if (outcome.fate === 'reset') request.socket.resetAndDestroy();
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    if (length <= MOST_KEPT) pieces.push(piece);
    length += piece.length;
  }
  return Buffer.concat(pieces).toString('utf8');
};

const JSON_API = 'application/vnd.api+json';
/** Statuses that have no body, and so no length of one. */
const BODILESS = new Set([204, 304]);

const send = async (response: ServerResponse, answer: Answer): Promise<void> => {
  const { text } = answer;
  if (text === undefined || typeof text === 'string') {
    const { status, headers, body } = bytesOf(answer);
    const length = BODILESS.has(status) ? {} : { 'content-length': body.length };
    response.writeHead(status, { ...headers, ...length });
    response.end(body);
    return;
  }
  response.writeHead(answer.status, { ...answer.headers });
  for (const piece of text) {
    if (!response.write(piece)) await once(response, 'drain');
    if (response.destroyed) return;
  }
  response.end();
};

const bytesOf = ({ status, headers = {}, json, text }: Answer): BytesToSend => {
  if (json === undefined) {
    const whole = text === undefined || typeof text === 'string' ? (text ?? '') : [...text].join('');
    return { status, headers, body: Buffer.from(whole) };
  }
  const typed = { 'content-type': JSON_API, ...headers };
  return { status, headers: typed, body: Buffer.from(JSON.stringify(json)) };
};
