import type { LiveAnswer } from './live-answer.js';
import { textOf, wordsOf } from './live-answer.js';
import type { LiveCredentials } from './live-credentials.js';

/** What of the world the check uses. */
export interface LiveWorld {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether the check is to end: nothing more is asked or waited for then, and all is taken away. */
  readonly isStopped: () => boolean;
}

const REVISION = '2026-07-15';
const ANSWER_WITHIN_MS = 30_000;
/** A limit of a second or a minute is waited for, one of a day is not. */
const LONGEST_WAIT_MS = 90_000;

/** The real Klaviyo, called with an access token that is got when it is first needed. */
export class LiveKlaviyo {
  #accessToken = '';
  #refreshToken: string;

  constructor(
    private readonly credentials: LiveCredentials,
    private readonly world: LiveWorld,
  ) {
    this.#refreshToken = credentials.refreshToken;
  }

  /** Calls the API; a throttled call is made again once its time has come. */
  async call(method: string, path: string, body?: object): Promise<LiveAnswer> {
    if (this.#accessToken === '') await this.#connect();
    for (;;) {
      const answer = await this.#send(`/api/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.#accessToken}`,
          revision: REVISION,
          accept: 'application/vnd.api+json',
          ...(body === undefined ? {} : { 'content-type': 'application/vnd.api+json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!(await this.#waited(answer))) return answer;
    }
  }

  /** One refresh, whatever it answers; a token that comes with it is kept. `token` is tried in place of ours. */
  async refresh(token?: string): Promise<LiveAnswer & { readonly rotated: boolean }> {
    const answer = await this.#form('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: token ?? this.#refreshToken,
    });
    const next = textOf(answer.json, 'refresh_token');
    const rotated = answer.status === 200 && next !== '' && next !== this.#refreshToken;
    if (answer.status === 200) this.#accessToken = textOf(answer.json, 'access_token');
    if (rotated) {
      this.#refreshToken = next;
      this.credentials.keepRefreshToken(next);
    }
    return { ...answer, rotated };
  }

  /** Removes the app from the account. */
  revoke(): Promise<LiveAnswer> {
    return this.#form('/oauth/revoke', { token: this.#refreshToken, token_type_hint: 'refresh_token' });
  }

  /** Asks again and again until something is so; false where it has not become so in time. */
  async until(isSo: () => Promise<boolean>, withinMs: number, everyMs = 5000): Promise<boolean> {
    for (let waited = 0; ; waited += everyMs) {
      if (await isSo()) return true;
      if (waited >= withinMs || this.world.isStopped()) return false;
      await this.world.sleep(everyMs);
    }
  }

  /** Waits as long as a throttled call is told to; false where there is nothing to wait for, or too long. */
  async #waited({ status, headers }: LiveAnswer): Promise<boolean> {
    const wait = Number(headers.get('retry-after') ?? '1') * 1000;
    if (status !== 429 || !(wait <= LONGEST_WAIT_MS) || this.world.isStopped()) return false;
    await this.world.sleep(Math.max(1000, wait));
    return true;
  }

  async #connect(): Promise<void> {
    let answer = await this.refresh();
    while (await this.#waited(answer)) answer = await this.refresh();
    if (answer.status !== 200) throw new Error(`Klaviyo gives no access token: ${wordsOf(answer)}.`);
  }

  #form(path: string, fields: Readonly<Record<string, string>>): Promise<LiveAnswer> {
    const { clientId, clientSecret } = this.credentials;
    return this.#send(path, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams(fields),
    });
  }

  async #send(path: string, init: RequestInit): Promise<LiveAnswer> {
    const response = await this.world.fetch(`${this.credentials.url}${path}`, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: parsed(text) };
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
