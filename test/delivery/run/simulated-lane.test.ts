import { expect } from 'chai';
import fc from 'fast-check';
import { type Accepted, aliasOf, type Fate, SimulatedLane } from './simulated-lane.js';

describe('a lane under random faults', () => {
  const accepted = fc
    .array(
      fc.record({
        member: fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `m${index}`)),
        byAlias: fc.boolean(),
        bytes: fc.oneof(fc.integer({ min: 50, max: 2_000 }), fc.integer({ min: 500_000, max: 1_000_000 })),
        poisoned: fc.integer({ min: 0, max: 19 }).map((dice) => dice === 0),
        named: fc.boolean(),
        backfill: fc.boolean(),
      }),
      { minLength: 30, maxLength: 100 },
    )
    .map((rows): Accepted[] =>
      rows.map(({ byAlias, ...row }, index) => ({
        ...row,
        eventId: `e${index}`,
        reference: byAlias ? aliasOf(row.member) : row.member,
      })),
    );
  const fates = fc.infiniteStream<Fate>(
    fc.oneof(
      { weight: 12, arbitrary: fc.constant('done' as const) },
      { weight: 5, arbitrary: fc.constant('failed' as const) },
      { weight: 1, arbitrary: fc.constant('done, but no answer' as const) },
      { weight: 1, arbitrary: fc.constant('throttled' as const) },
      { weight: 1, arbitrary: fc.constant('crash' as const) },
    ),
  );

  it('delivers every event once, in the accepted order of its member, and starves nobody', async () => {
    await fc.assert(
      fc.asyncProperty(accepted, fates, async (events, stream) => {
        const lane = new SimulatedLane(events, stream);
        await lane.run();
        expect(lane.overLimit, 'over a limit').to.deep.equal([]);
        const good = events.filter(({ poisoned }) => !poisoned);
        expect(lane.delivered, 'once each').to.have.members(good.map(({ eventId }) => eventId));
        expect(lane.buried.toSorted(), 'only what is bad').to.deep.equal(
          events
            .filter(({ poisoned }) => poisoned)
            .map(({ eventId }) => eventId)
            .toSorted(),
        );
        const owner = new Map(events.map(({ eventId, member }) => [eventId, member]));
        for (const member of new Set(owner.values())) {
          const inOrder = good.filter((one) => one.member === member).map(({ eventId }) => eventId);
          expect(
            lane.delivered.filter((eventId) => owner.get(eventId) === member),
            `order of ${member}`,
          ).to.deep.equal(inOrder);
        }
      }),
      { numRuns: 400 },
    );
  }).timeout(60_000);
});
