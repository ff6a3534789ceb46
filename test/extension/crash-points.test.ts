import { expect } from 'chai';
import type { AudienceChange, EventItem } from '../../src/contract/index.js';
import { LANDS_WITHIN_MS } from '../../src/klaviyo/index.js';
import {
  DeadLetterEntity,
  EventOutboxEntity,
  JobPartEntity,
  RemoteJobEntity,
  StateMarkEntity,
} from '../../src/store/index.js';
import { event, type KlaviyoUnderTest, LoadedExtension, member } from './loaded-extension.js';
import { type Death, MortalStore } from './mortal-store.js';

/** Longer than any write of a dead process can land. */
const DOUBT_MS = LANDS_WITHIN_MS + 2_000;

/**
 * A process dies at each of its transactions in turn, before the commit and after it: between accept and wake, plan and
 * send, send and settle, submission and job id, at every step of a settlement. Another one takes over, and in the end
 * everything is in Klaviyo, once and up to date.
 */
describe('a process that dies', () => {
  let world: LoadedExtension;
  let listId: string;

  const read = () => world.database.store.read();
  const outbox = () => read().getRepository(EventOutboxEntity).count();
  /** And members of jobs: they go with their job. */
  const jobs = async () =>
    (await read().getRepository(RemoteJobEntity).count()) +
    (await read().getRepository(JobPartEntity).count());
  const waiting = async (loaded: KlaviyoUnderTest) => {
    const { counts } = await loaded.overview(world.call());
    return counts.waitingEvents + counts.waitingStates + (await jobs());
  };

  async function open(members: number): Promise<void> {
    world = await LoadedExtension.open({ switches: { jobDelayMs: 50 } });
    listId = (await world.account()).lists[0]!.id;
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    for (let index = 0; index < members; index += 1) {
      world.platform.addMember(member(`m${index}`), { points: 1, lifetimeEarn: 1, tier: null });
    }
    const loaded = await world.active();
    const { revision } = await loaded.configuration(world.call());
    await loaded.configure(world.call(), {
      settings: { audiences: [{ audienceId: 'A', listId, mode: 'mirror' }] },
      active: true,
      expectedRevision: revision,
    });
    await loaded.stop(Date.now() + 1_000);
  }

  /** Lets a process that is going to die do its work. @returns whether it died of it */
  async function mortal(
    death: Death,
    work: (loaded: KlaviyoUnderTest) => Promise<unknown>,
  ): Promise<boolean> {
    const store = new MortalStore(world.database.store, death);
    const loaded = world.process(store);
    await loaded.start().catch(() => undefined);
    await work(loaded).catch(() => undefined);
    await world.until(
      'the process is dead, or nothing waits',
      async () => store.dead || (await waiting(loaded).catch(() => 1)) === 0,
      (ended) => ended,
      20_000,
    );
    await loaded.stop(Date.now() + 500).catch(() => undefined);
    return store.dead;
  }

  /** Another process takes over; whoever has not heard of a receipt tries again. */
  async function takeOver(work: (loaded: KlaviyoUnderTest) => Promise<unknown>): Promise<void> {
    const loaded = await world.start();
    await work(loaded);
    await world.until('no event waits', outbox, (count) => count === 0, 10_000);
    world.clock.shift(DOUBT_MS);
    await loaded.onEvent(world.call(), [{ kind: 'changed', facet: 'profile', memberId: 'm0' }]);
    await world.until(
      'nothing waits',
      () => waiting(loaded),
      (count) => count === 0,
      20_000,
    );
    // The second looks that events have asked for are over as well.
    await world.until(
      'no mark of a list waits',
      () => read().getRepository(StateMarkEntity).countBy({ facet: 'list' }),
      (count) => count === 0,
    );
    expect(await read().getRepository(DeadLetterEntity).count()).to.equal(0);
  }

  const balances = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      (await world.account()).profiles.map(({ attributes }) => [
        attributes.external_id ?? '',
        attributes.properties['Loyalty Points Balance'],
      ]),
    );

  /** Every death until one comes so late that the process survives its work. */
  function deaths(title: string, one: (death: Death) => Promise<boolean>): void {
    for (const when of ['before its commit', 'after its commit'] as const) {
      it(`${title}, at each transaction, ${when}`, async () => {
        let at = 1;
        while (await one({ at, when })) {
          at += 1;
          expect(at).to.be.below(100);
        }
        expect(at, 'it had something to die at').to.be.greaterThan(5);
      }).timeout(180_000);
    }
  }

  deaths('over events, a balance and a list', async (death) => {
    await open(3);
    const items: EventItem[] = [
      event('e1', 'm0'),
      event('e2', 'm1'),
      event('e3', 'm0'),
      { kind: 'changed', facet: 'wallet', memberId: 'm2' },
    ];
    const change: AudienceChange = { audienceId: 'A', joined: ['m0', 'm1'], left: [] };
    world.platform.audienceMembers.set('A', ['m0', 'm1']);
    const work = async (loaded: KlaviyoUnderTest) => {
      await loaded.onEvent(world.call(), items);
      await loaded.onAudienceChange(world.call(), change);
    };
    const died = await mortal(death, work);
    world.platform.setWallet({ memberId: 'm2', points: 0, lifetimeEarn: 1, tier: null });
    await takeOver(work);
    const { events, lists, profiles } = await world.account();
    const of = (id: string) => profiles.find(({ attributes }) => attributes.external_id === id)!.id;
    expect(
      events.filter(({ profileId }) => profileId === of('m0')).map(({ uniqueId }) => uniqueId),
    ).to.deep.equal(['e1', 'e3']);
    expect(events.map(({ uniqueId }) => uniqueId)).to.have.members(['e1', 'e2', 'e3']);
    expect(lists.find(({ id }) => id === listId)!.members).to.have.members([of('m0'), of('m1')]);
    expect(await balances()).to.deep.equal({ m0: 1, m1: 1, m2: 0 });
    await world.dispose();
    return died;
  });

  deaths('over an import job', async (death) => {
    await open(600);
    const ids = Array.from({ length: 600 }, (_, index) => `m${index}`);
    const work = (loaded: KlaviyoUnderTest) =>
      loaded.onEvent(
        world.call(),
        ids.map((memberId) => ({ kind: 'changed', facet: 'wallet', memberId }) as const),
      );
    const died = await mortal(death, work);
    world.platform.setWallet({ memberId: 'm7', points: 77, lifetimeEarn: 77, tier: null });
    await takeOver(work);
    const found = await balances();
    expect(Object.keys(found).length).to.equal(600);
    expect(found['m7']).to.equal(77);
    expect(found['m8']).to.equal(1);
    const submitted = (await world.calls()).filter((call) => call.startsWith('POST /api/profile-bulk'));
    expect(submitted.length).to.be.at.most(4);
    await world.dispose();
    return died;
  });
});
