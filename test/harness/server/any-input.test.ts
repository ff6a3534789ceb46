import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { prepareDemo } from '../../../src/harness/demo/prepare-demo.js';
import { createEmulator, type Emulator } from '../../../src/harness/emulator/index.js';
import { SystemClock } from '../../../src/harness/host/services/system-clock.js';
import { createServer } from '../../../src/harness/server/create-server.js';
import { freePort } from '../../free-port.js';
import { MemoryLedger } from '../demo/memory-ledger.js';
import { openTestHost } from '../host/open-test-host.js';
import { freshPostgres } from '../host/store/fresh-postgres.js';
import { postgresOrSkip } from '../host/store/postgres-or-skip.js';

/** More by hand: `ANY_INPUTS=20000`. */
const INPUTS = Number(process.env['ANY_INPUTS'] ?? 600);
const MANIFEST = fileURLToPath(new URL('../../../../plugin.manifest.json', import.meta.url));

type Method = NonNullable<InjectOptions['method']>;

/** Every door: its address, where `*` is a text from outside, and a body that fits. */
const DOORS: readonly (readonly [method: Method, url: string, body?: object])[] = [
  [
    'POST',
    '/api/events',
    [{ id: 'e', type: 'VISITED_VENUE', subject: 's', executor: 's', payload: { a: ['b'] } }],
  ],
  ['POST', '/api/events', [{ kind: 'changed', facet: 'wallet', memberId: 'm' }]],
  [
    'POST',
    '/api/events?notify=false',
    [
      {
        id: 'e',
        type: 'VISITED_VENUE',
        subject: 's',
        payload: { a: 'b' },
        occurredAt: '2025-01-01T00:00:00Z',
      },
    ],
  ],
  ['PUT', '/api/members', [{ id: 'm', accountNumber: 'a', flags: { f: true }, profile: { givenName: 'g' } }]],
  ['PUT', '/api/wallets', [{ memberId: 'm', points: 1, tier: { id: 't', name: 'n', priority: 1 } }]],
  ['PUT', '/api/audiences', [{ id: 'a', name: 'n', members: ['m'] }]],
  ['PUT', '/api/event-types', [{ type: 'VISITED_VENUE', name: 'n', metaTypeMappings: { value: '/a' } }]],
  ['POST', '/api/audience-changes', [{ audienceId: 'a', joined: ['m'], left: ['n'] }]],
  ['GET', '/api/members?search=*&cursor=*&limit=*'],
  ['POST', '/api/installations', { type: 'KLAVIYOX' }],
  ['GET', '/api/installations/*'],
  ['GET', '/api/installations/ID/activity?memberId=*&operation=*&result=*&cursor=*&from=*&until=*'],
  ['GET', '/api/installations/ID/activity/*'],
  ['GET', '/api/installations/ID/dead-letters?cause=*&code=*&cursor=*&memberId=*&from=*'],
  ['GET', '/api/installations/ID/dead-letters.csv?cause=*'],
  ['POST', '/api/installations/ID/replay', { ids: ['event:x'], cause: 'c', code: 'd', from: 0, until: 1 }],
  ['POST', '/api/installations/ID/discard', { ids: ['event:x'], cause: 'c', code: 'd', from: 0, until: 1 }],
  ['GET', '/api/installations/ID/options/*?search=*&cursor=*'],
  ['POST', '/api/installations/ID/options/events', { label: 'l' }],
  ['GET', '/api/installations/ID/members/*'],
  ['POST', '/api/installations/ID/plan', { kind: 'load', audiences: ['a'], eventsFrom: 0 }],
  ['GET', '/api/installations/ID/runs?cursor=*&limit=*'],
  ['POST', '/api/installations/ID/runs/*/cancel'],
  [
    'PUT',
    '/api/installations/ID/settings',
    {
      settings: {
        prefix: 'Loyalty ',
        attributes: [{ from: '/givenName', to: 'Given' }],
        audiences: [{ audienceId: 'a', listId: 'l', mode: 'mirror' }],
        events: { include: ['A_B'], exclude: ['C_D'], names: { A_B: 'Name' } },
        retention: { attemptDays: 7 },
      },
      expectedRevision: 0,
      dryRun: true,
    },
  ],
  ['PATCH', '/api/installations/*', { active: true, queue: 'keep' }],
  ['GET', '/oauth/callback?state=*&code=*&error=*'],
];

const deep = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));

const text = fc.oneof(
  fc.constantFrom(
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '',
    ' ',
    "'; --",
    '%',
    '__proto__',
    'x'.repeat(300),
    '\u202Eb',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const value = fc.oneof(
  { arbitrary: text, weight: 3 },
  fc.constantFrom(null, true, [], {}, -1, 1.5, 1e308, 2 ** 53, 9e15, 1e20),
  fc.constantFrom(70, 20_000).map(deep),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A body with one of its values, or an addition to one of its objects, from outside. */
function spoiled(body: unknown, place: number, part: unknown, name: string): unknown {
  const places: ((next: unknown) => void)[] = [];
  const copy = structuredClone(body);
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push((next) => ((node as Record<string, unknown>)[key] = next));
      walk((node as Record<string, unknown>)[key]);
    }
    if (!Array.isArray(node)) places.push((next) => ((node as Record<string, unknown>)[name] = next));
  };
  walk(copy);
  places[place % places.length]?.(part);
  return copy;
}

/** JSON of any depth, which `JSON.stringify` has no stack for. */
function jsonOf(body: unknown): string {
  const deepest: string[] = [];
  const written = JSON.stringify(body, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Object.keys(part).join() !== 'a') return part;
    let levels = 0;
    for (let at: unknown = part; typeof at === 'object' && at !== null; at = (at as { a?: unknown }).a)
      levels += 1;
    if (levels < 50) return part;
    return `deep-${deepest.push('{"a":'.repeat(levels) + '1' + '}'.repeat(levels)) - 1}`;
  });
  return written.replaceAll(/"deep-(\d+)"/g, (_all, index: string) => deepest[Number(index)] ?? '');
}

interface Input {
  readonly method: Method;
  readonly url: string;
  readonly body: string | undefined;
}

const input: fc.Arbitrary<Input> = fc
  .record({
    door: fc.constantFrom(...DOORS),
    words: fc.array(text, { minLength: 6, maxLength: 6 }),
    place: fc.nat(),
    value,
    name: text,
  })
  .map(({ door: [method, url, body], words, place, value: part, name }) => {
    let word = 0;
    return {
      method,
      url: url.replaceAll(
        '*',
        () => encodeURIComponent((words[word++] ?? '').replaceAll(/\p{Surrogate}/gu, '?')) || 'x',
      ),
      body: body === undefined ? undefined : jsonOf(spoiled(body, place, part, name)),
    };
  });

describe('the server over the real host and the extension, given anything', function () {
  this.timeout(300_000);
  const inputs = fc.sample(input, { numRuns: INPUTS, seed: 20261201 });
  const answers: Record<string, string[]> = {};

  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`on ${dialect}`, () => {
      let emulator: Emulator;
      let opened: Awaited<ReturnType<typeof openTestHost>>;
      let place: Awaited<ReturnType<typeof freshPostgres>> | null = null;
      let server: FastifyInstance;
      let id = '';
      before(async function () {
        if (dialect === 'postgres') {
          await postgresOrSkip(this);
          place = await freshPostgres();
        }
        emulator = await createEmulator();
        const origin = await emulator.listen(0);
        const port = await freePort();
        const url = `http://127.0.0.1:${port}`;
        opened = await openTestHost(() => Promise.resolve([MANIFEST]), {
          publicUrl: url,
          egress: { 'https://a.klaviyo.com': origin, 'https://www.klaviyo.com': origin },
          oauth: { klaviyo: { clientId: 'wll-local', clientSecret: 'wll-local-secret' } },
          ...(place ? { database: place.spec } : {}),
        });
        const { host } = opened;
        server = createServer({ host, callbackPage: () => '' });
        await server.listen({ host: '127.0.0.1', port });
        await prepareDemo({
          host,
          url,
          members: 3,
          account: 'DEMO01',
          ledger: new MemoryLedger(),
          clock: new SystemClock(),
          fetch,
          tell: () => undefined,
        });
        id = (await host.installations('demo'))[0]?.id ?? '';
      });
      after(async () => {
        await (server as FastifyInstance | undefined)?.close();
        await (opened as typeof opened | undefined)?.dispose();
        await (emulator as Emulator | undefined)?.close();
        await place?.remove();
      });

      it('answers by a type, and never that something went wrong inside', async () => {
        const told = (answers[dialect] = [] as string[]);
        for (const { method, url, body } of inputs) {
          const answer = await server.inject({
            method,
            url: url.replace('ID', id),
            headers: {
              accept: 'application/json',
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            },
            ...(body === undefined ? {} : { payload: body }),
          });
          const shown = `${method} ${url} ${body?.slice(0, 300) ?? ''} → ${answer.statusCode} ${answer.body.slice(0, 200)}`;
          expect(answer.statusCode, shown).to.be.below(500);
          if (answer.statusCode >= 400) {
            expect(answer.json<{ error: object }>().error, shown).to.include.all.keys(
              'code',
              'message',
              'path',
            );
          }
          told.push(`${method} ${url} ${body?.slice(0, 300) ?? ''} → ${answer.statusCode}`);
        }
      });
    });
  }

  describe('on both', () => {
    it('answers alike', function () {
      if (!answers['postgres']) this.skip();
      expect(answers['postgres']).to.deep.equal(answers['sqlite']);
    });
  });
});
