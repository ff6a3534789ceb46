import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { createServer } from '../../../src/harness/server/create-server.js';
import type { StreamControl } from '../../../src/harness/server/stream-control.js';
import { FakeHost } from './fake-host.js';

/** A server over a fake host, spoken to without a socket. */
export class ServerFixture {
  readonly host = new FakeHost();
  readonly logged: { readonly fields: object; readonly message: string }[] = [];
  private currentRate = 0.5;
  readonly stream: StreamControl = {
    rate: () => this.currentRate,
    setRate: (rate) => {
      this.currentRate = rate;
    },
  };
  readonly server: FastifyInstance;

  constructor(options: { readonly stream?: boolean } = {}) {
    const log = (fields: object, message: string) => void this.logged.push({ fields, message });
    const logger = { debug: log, info: log, warn: log, error: log, child: () => logger };
    this.server = createServer({
      host: this.host,
      logger,
      callbackPage: (outcome) => `<p>${JSON.stringify(outcome)}</p>`,
      ...(options.stream === false ? {} : { stream: this.stream }),
    });
  }

  send(
    method: InjectOptions['method'],
    url: string,
    more: InjectOptions = {},
  ): Promise<LightMyRequestResponse> {
    return this.server.inject({ ...more, method, url, headers: { host: '127.0.0.1:4000', ...more.headers } });
  }

  json(method: InjectOptions['method'], url: string, body: unknown, headers: Record<string, string> = {}) {
    return this.send(method, url, {
      payload: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  raw(method: InjectOptions['method'], url: string, type: string, payload: string) {
    return this.send(method, url, { payload, headers: { 'content-type': type } });
  }
}

/** The error of an answer. */
export function errorOf(answer: LightMyRequestResponse): { code: string; message: string; path: string } {
  return answer.json<{ error: { code: string; message: string; path: string } }>().error;
}
