import { expect } from 'chai';
import type { UninstallRequest } from '../../src/contract/index.js';
import {
  ConnectionEntity,
  DeadLetterEntity,
  entities,
  EventOutboxEntity,
  LeavingEntity,
} from '../../src/store/index.js';
import { event, type KlaviyoUnderTest, LoadedExtension, member } from './loaded-extension.js';
import { type Death, MortalStore } from './mortal-store.js';

const HOUR = 3_600_000;

/**
 * A process dies at each of its transactions in turn while it ends a connection. Another one is started, nobody asks again,
 * and in the end everything is where it was asked to be: no install at Klaviyo, no row without its connection, no event that
 * is neither sent, exported nor told.
 */
describe('a process that dies while it leaves', () => {
  let world: LoadedExtension;
  let listId: string;

  const read = () => world.database.store.read();
  const connection = () => read().getRepository(ConnectionEntity).findOneBy({ id: 'inst-1' });
  const isOver = async () => {
    const open = await read().getRepository(LeavingEntity).find();
    return open.every(({ endedAt }) => endedAt !== null);
  };
  const rows = async () => {
    let sum = 0;
    for (const entity of entities) sum += await read().getRepository<object>(entity).count();
    return sum;
  };

  async function open(): Promise<void> {
    world = await LoadedExtension.open({ switches: { jobDelayMs: 50 } });
    listId = (await world.account()).lists[0]!.id;
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    world.platform.audienceMembers.set('A', ['m0', 'm1']);
    for (const id of ['m0', 'm1']) {
      world.platform.addMember(member(id), { points: 1, lifetimeEarn: 1, tier: null });
    }
    const loaded = await world.active();
    const { revision } = await loaded.configuration(world.call());
    await loaded.configure(world.call(), {
      settings: { audiences: [{ audienceId: 'A', listId, mode: 'mirror' }] },
      active: true,
      expectedRevision: revision,
    });
    await loaded.onAudienceChange(world.call(), { audienceId: 'A', joined: ['m0', 'm1'], left: [] });
    await world.until(
      'both are on the list',
      async () => (await world.account()).lists.find(({ id }) => id === listId)!.members,
      (members) => members.length === 2,
    );
    await loaded.stop(Date.now() + 1_000);
    await world.process().onEvent(world.call(), [event('e1', 'm0'), event('e2', 'm1'), event('e3', 'm0')]);
  }

  /** @returns whether it died of it */
  async function mortal(death: Death, request: UninstallRequest): Promise<boolean> {
    const store = new MortalStore(world.database.store, death);
    const loaded: KlaviyoUnderTest = world.process(store);
    await loaded.start().catch(() => undefined);
    const hasty = { ...world.call(), signal: AbortSignal.abort() };
    const asked = await loaded.uninstall(hasty, request).then(
      () => true,
      () => false,
    );
    if (asked) {
      await world.until(
        'it is dead, or all is over',
        async () => store.dead || (await isOver()),
        Boolean,
        2 * HOUR,
      );
    }
    await loaded.stop(Date.now() + 500).catch(() => undefined);
    return store.dead;
  }

  /** Another process is started; whoever has not been answered asks again. */
  async function takeOver(request: UninstallRequest): Promise<void> {
    const loaded = await world.start();
    const left = await read().getRepository(LeavingEntity).count();
    if (left === 0 && (await connection()) !== null) {
      await loaded.uninstall({ ...world.call(), signal: AbortSignal.abort() }, request);
    }
    await world.until('all is over', isOver, Boolean, 2 * HOUR);
    await world.still();
  }

  const sent = async () => (await world.account()).events.map(({ uniqueId }) => uniqueId);
  const kept = async () =>
    (await read().getRepository(EventOutboxEntity).find()).map(({ eventId }) => eventId);
  const buried = async () =>
    (await read().getRepository(DeadLetterEntity).find()).map(({ reference }) => reference);
  const isRevoked = async () =>
    (await world.journal()).some(({ path, status }) => path === '/oauth/revoke' && status === 200);

  /** Every death until one comes so late that the process survives its work. */
  function deaths(title: string, request: UninstallRequest, check: () => Promise<void>): void {
    for (const when of ['before its commit', 'after its commit'] as const) {
      it(`${title}, at each transaction, ${when}`, async () => {
        let at = 1;
        for (;;) {
          await open();
          const died = await mortal({ at, when }, request);
          await takeOver(request);
          await check();
          await world.dispose();
          if (!died) break;
          at += 1;
          expect(at).to.be.below(100);
        }
        expect(at, 'it had something to die at').to.be.greaterThan(3);
      }).timeout(60_000);
    }
  }

  deaths('pausing', { mode: 'pause', queue: 'drain', remote: 'leave' }, async () => {
    expect(await connection()).to.include({ state: 'connected', reasonCode: 'paused' });
    expect([...(await sent()), ...(await kept()), ...(await buried())]).to.have.members(['e1', 'e2', 'e3']);
    expect(await isRevoked()).to.equal(false);
  });

  deaths(
    'disconnecting with its queue dropped',
    { mode: 'disconnect', queue: 'drop', remote: 'leave' },
    async () => {
      expect(await connection()).to.include({ state: 'disconnected', tokens: null, liveAccount: null });
      expect(await kept()).to.deep.equal([]);
      expect([...(await sent()), ...(await buried())]).to.include.members(['e1', 'e2', 'e3']);
      expect(await isRevoked()).to.equal(true);
    },
  );

  deaths('uninstalling', { mode: 'purge', queue: 'keep', remote: 'empty-own-lists' }, async () => {
    expect(await rows()).to.equal(0);
    const { lists } = await world.account();
    expect(lists.find(({ id }) => id === listId)!.members).to.deep.equal([]);
    expect([...new Set([...(await sent()), ...world.platform.exportedIds()])]).to.have.members([
      'e1',
      'e2',
      'e3',
    ]);
    expect(await isRevoked()).to.equal(true);
  });
});
