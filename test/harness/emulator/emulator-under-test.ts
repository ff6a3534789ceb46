import { expect } from 'chai';
import {
  createEmulator,
  findOpenApi,
  openApiContract,
  VirtualClock,
  type ApiContract,
  type Emulator,
  type EmulatorOptions,
} from '../../../src/harness/emulator/index.js';

/** Noon on a Monday, well inside every window. */
export const NOON = Date.UTC(2026, 6, 20, 12, 0, 0);
export const MEDIA_TYPE = 'application/vnd.api+json';

/** An answer, read. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Answers are looked into from all sides; their shapes are the contract's business, checked after each test.
  readonly json: Readonly<Record<string, Loose>>;
}

/** JSON that a test looks into without saying its shape first. */
export interface Loose {
  readonly [key: string]: Loose;
  readonly [index: number]: Loose;
}

/** Compiled once for all tests: compiling takes longer than most of them. */
let contract: ApiContract | null | undefined;
const sharedContract = (): ApiContract | null => {
  if (contract !== undefined) return contract;
  const file = findOpenApi();
  contract = file === undefined ? null : openApiContract(file);
  return contract;
};

interface CallOptions {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw?: string;
}

/** An emulator on a frozen clock, listening, with a token of DEMO01; all answers are held against the contract. */
export class EmulatorUnderTest {
  private constructor(
    readonly emulator: Emulator,
    readonly clock: VirtualClock,
    readonly url: string,
    readonly token: string,
  ) {}

  static async open(options: EmulatorOptions = {}): Promise<EmulatorUnderTest> {
    const clock = options.clock ?? new VirtualClock({ frozenAt: NOON });
    const emulator = await createEmulator({ limits: false, openapi: sharedContract(), ...options, clock });
    const url = await emulator.listen();
    const account = emulator.state().accounts[0]!.id;
    return new EmulatorUnderTest(emulator, clock, url, emulator.control.grant({ account }).accessToken);
  }

  /** Ends the emulator; no answer of its may have broken the contract. */
  async close(): Promise<void> {
    await this.emulator.close();
    expect(this.emulator.violations.all().filter(({ side }) => side === 'response')).to.deep.equal([]);
  }

  async api(method: string, path: string, body?: object, options: CallOptions = {}): Promise<Reply> {
    const token = options.token === undefined ? this.token : options.token;
    return this.send(method, path, {
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        revision: '2026-07-15',
        accept: MEDIA_TYPE,
        ...(body === undefined && options.raw === undefined ? {} : { 'content-type': MEDIA_TYPE }),
        ...options.headers,
      },
      ...(options.raw !== undefined ? { body: options.raw } : body && { body: JSON.stringify(body) }),
    });
  }

  async admin(method: string, path: string, body?: object): Promise<Reply> {
    return this.send(method, `/__admin/${path}`, body && { body: JSON.stringify(body) });
  }

  async form(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return this.send('POST', path, { body: new URLSearchParams(fields), headers });
  }

  async send(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(new URL(path, this.url), { redirect: 'manual', ...init, method });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  /** The first account's state. */
  get account() {
    return this.emulator.state().accounts[0]!;
  }

  profile(id: string) {
    return this.account.profiles.find((one) => one.id === id)!.attributes as unknown as Loose;
  }

  listId(name = 'Newsletter'): string {
    return this.account.lists.find((list) => list.name === name)!.id;
  }

  members(name = 'Newsletter'): readonly string[] {
    return this.account.lists.find((list) => list.name === name)!.members;
  }

  /** Imports a profile and answers its id. */
  async profileOf(attributes: object): Promise<string> {
    const reply = await this.api('POST', '/api/profile-import', profileBody(attributes));
    expect(reply.status, reply.text).to.be.oneOf([200, 201]);
    return text(reply.json['data']!['id']);
  }
}

const parsed = (text: string): Reply['json'] => {
  try {
    return JSON.parse(text) as Reply['json'];
  } catch {
    return {};
  }
};

export const profileBody = (attributes: object, more: object = {}) => ({
  data: { type: 'profile', attributes, ...more },
});

export const eventBody = (profile: object, more: object = {}, metric = 'Visited Venue') => ({
  data: {
    type: 'event',
    attributes: {
      properties: {},
      ...more,
      metric: { data: { type: 'metric', attributes: { name: metric } } },
      profile: { data: { type: 'profile', attributes: profile } },
    },
  },
});

export interface Group {
  readonly profile: object;
  readonly events: readonly object[];
  readonly backfill?: boolean;
}

export const bulkBody = (groups: readonly Group[]) => ({
  data: {
    type: 'event-bulk-create-job',
    attributes: {
      'events-bulk-create': {
        data: groups.map(({ profile, events, backfill }) => ({
          type: 'event-bulk-create',
          attributes: {
            ...(backfill === undefined ? {} : { backfill }),
            profile: { data: { type: 'profile', attributes: profile } },
            events: {
              data: events.map((event) => ({
                type: 'event',
                attributes: {
                  properties: {},
                  metric: { data: { type: 'metric', attributes: { name: 'Visited Venue' } } },
                  ...event,
                },
              })),
            },
          },
        })),
      },
    },
  },
});

export const jobBody = (profiles: readonly object[], lists: readonly string[] = []) => ({
  data: {
    type: 'profile-bulk-import-job',
    attributes: { profiles: { data: profiles.map((attributes) => ({ type: 'profile', attributes })) } },
    ...(lists.length === 0
      ? {}
      : { relationships: { lists: { data: lists.map((id) => ({ type: 'list', id })) } } }),
  },
});

export const idsBody = (ids: readonly string[]) => ({ data: ids.map((id) => ({ type: 'profile', id })) });

export const firstError = (reply: Reply): Loose => reply.json['errors']![0]!;

export const pointerOf = (reply: Reply): string => text(firstError(reply)['source']!['pointer']);

/** Klaviyo's OpenAPI document; the test is skipped where there is none, and fails where nothing may be skipped. */
export const requireOpenApi = (context: Mocha.Context): string => {
  const file = findOpenApi();
  if (file !== undefined) return file;
  if (process.env['REQUIRE_ALL'] === '1') throw new Error('klaviyo-openapi.json is required and is not here');
  context.runnable().title += ' (skipped: klaviyo-openapi.json is not here; set KLAVIYO_OPENAPI)';
  process.stdout.write('    skipped: klaviyo-openapi.json is not here; set KLAVIYO_OPENAPI\n');
  return context.skip();
};

/** A value that the test expects to be text. */
export function text(value: unknown): string {
  return String(value);
}
