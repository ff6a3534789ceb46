import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import type { AccountState } from '../extension/loaded-extension.js';
import { freePort } from '../free-port.js';
import { freshPostgres } from '../harness/host/store/fresh-postgres.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';
import { newerNodeOrSkip } from '../scheduler/newer-node.js';
import { until } from '../until.js';
import { Replica } from './replica.js';

/** Longer than another one takes to start. */
const SLOW_MS = 8_000;

describe('several harness processes on one PostgreSQL', function () {
  this.timeout(180_000);
  let node: string;
  let data: string;
  let database: Awaited<ReturnType<typeof freshPostgres>> | null = null;
  let client: pg.Client;
  let accepting: Replica;
  const replicas: Replica[] = [];

  const start = async (...flags: string[]): Promise<Replica> => {
    const shared = ['--data', data, '--database', database!.spec, '--scheduler', 'pg-boss'];
    const replica = await Replica.start(node, [...shared, ...flags]);
    replicas.push(replica);
    return replica;
  };
  const deliver = () => start('--role', 'deliver', '--klaviyo', accepting.klaviyo);
  const klaviyo = async (path: string, method = 'GET', body?: unknown): Promise<unknown> => {
    const answer = await fetch(new URL(`/__admin/${path}`, accepting.klaviyo), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  const arrived = async (prefix: string): Promise<string[]> => {
    const { accounts } = (await klaviyo('state?account=DEMO01')) as { accounts: AccountState[] };
    return accounts[0]!.events.map(({ uniqueId }) => uniqueId).filter((id) => id.startsWith(prefix));
  };
  const waiting = async (): Promise<number> => {
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM klaviyo_event_outbox');
    return Number(rows[0]!.count);
  };
  const slow = () =>
    klaviyo('faults', 'POST', { kind: 'latency', ms: SLOW_MS, match: { path: '/api/event*' } });
  const send = async (prefix: string, count: number): Promise<void> => {
    const events = Array.from({ length: count }, (_, n) => ({
      id: `${prefix}-${n}`,
      type: 'PURCHASED_REWARD',
      subject: `member-${n % 20}`,
      payload: {},
    }));
    const { body } = await accepting.post('/api/events', events);
    const statuses = new Set((body as { status: string }[]).map(({ status }) => status));
    expect([...statuses]).to.deep.equal(['accepted']);
  };
  /** The epoch of the one lane: it rises with each owner. */
  const epoch = async (): Promise<number> => {
    const { rows } = await client.query<{ epoch: string }>('SELECT max(epoch) AS epoch FROM klaviyo_lane');
    return Number(rows[0]!.epoch);
  };

  before(async function () {
    await postgresOrSkip(this);
    node = newerNodeOrSkip(this);
    data = await mkdtemp(join(tmpdir(), 'replicas-'));
    database = await freshPostgres();
    client = new pg.Client({ connectionString: database.spec });
    await client.connect();
    const port = String(await freePort());
    accepting = await start('--role', 'accept', '--members', '1', '--rate', '0', '--emulator-port', port);
    const members = Array.from({ length: 20 }, (_, n) => ({
      id: `member-${n}`,
      profile: { givenName: 'Ada', emailAddress: `ada${n}@loyalty-demo.net`, country: 'GB' },
    }));
    await accepting.post('/api/members', members, 'PUT');
  });
  after(async () => {
    for (const replica of replicas.slice(1)) await replica.end('SIGKILL');
    await replicas[0]?.end('SIGTERM');
    if (!database) return;
    await client.end();
    await database.remove();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });

  it('delivers what one accepted by another, each event once, also where that one is killed', async () => {
    const first = await deliver();
    const event = { id: 'refused', type: 'PURCHASED_REWARD', subject: 'member-1', payload: {} };
    const refused = await first.post('/api/events', [event]);
    expect(refused.body).to.have.nested.property('error.code', 'delivers_only');
    await send('early', 5);
    await until(
      'they have arrived',
      () => arrived('early'),
      ({ length }) => length === 5,
      15_000,
    );

    await slow();
    await send('late', 195);
    const before = await epoch();
    const second = await deliver();
    await first.end('SIGKILL');
    const killedAt = performance.now();
    await klaviyo('faults', 'DELETE');
    await until('another owner has the lane', epoch, (now) => now > before, 20_000);
    expect(performance.now() - killedAt).to.be.below(15_000);
    await until('nothing waits any more', waiting, (count) => count === 0, 30_000);
    const ids = [...(await arrived('early')), ...(await arrived('late'))];
    expect([ids.length, new Set(ids).size]).to.deep.equal([200, 200]);
    await second.end('SIGTERM');
  });

  it('lets a process settle nothing that was stopped, and goes on when another one has its lane', async () => {
    const stopped = await deliver();
    await send('warm', 1);
    await until(
      'it delivers',
      () => arrived('warm'),
      ({ length }) => length === 1,
      15_000,
    );
    await until('it has put that down', waiting, (count) => count === 0);

    const before = await epoch();
    await slow();
    await send('held', 20);
    await until('it has begun', epoch, (now) => now > before);
    stopped.signal('SIGSTOP');
    const mine = await epoch();
    const heir = await deliver();
    await until('the heir has the lane', epoch, (now) => now > mine, 20_000);
    // The heir's own requests are slow: until they are answered everything waits.
    const left = await waiting();
    stopped.signal('SIGCONT');
    const lost = (): boolean => stopped.log.some((line) => line.includes('lane taken over by another owner'));
    await until('it hears that another one has the lane', lost, Boolean, 15_000);
    expect([left, await waiting()]).to.deep.equal([20, 20]);
    await klaviyo('faults', 'DELETE');
    await until('nothing waits any more', waiting, (count) => count === 0, 60_000);
    expect((await arrived('held')).length).to.equal(20);
    expect(new Set(await arrived('held')).size).to.equal(20);
    await heir.end('SIGTERM');
  });
});
