import { expect } from 'chai';
import fc from 'fast-check';
import { VirtualClock } from '../../../src/harness/emulator/index.js';
import { readFilter } from '../../../src/harness/emulator/http/filter.js';
import { cutPage, type Page } from '../../../src/harness/emulator/http/page.js';
import { RateWindows } from '../../../src/harness/emulator/limits/rate-windows.js';
import { ulid } from '../../../src/harness/emulator/state/id-source.js';

describe('VirtualClock', () => {
  it('runs tasks in the order of their times, each at its own time', () => {
    const clock = new VirtualClock({ frozenAt: 0 });
    const seen: [string, number][] = [];
    clock.after(20, () => seen.push(['late', clock.now()]));
    clock.after(10, () => {
      seen.push(['early', clock.now()]);
      clock.after(5, () => seen.push(['child', clock.now()]));
    });
    const cancel = clock.after(12, () => seen.push(['cancelled', clock.now()]));
    cancel();
    clock.advance(30);
    expect(seen).to.deep.equal([
      ['early', 10],
      ['child', 15],
      ['late', 20],
    ]);
    expect(clock.now()).to.equal(30);
  });

  it('when running, runs tasks by itself, and sooner when it is advanced', async () => {
    const clock = new VirtualClock();
    await new Promise<void>((resolve) => clock.after(5, resolve));
    let ran = false;
    clock.after(60_000, () => (ran = true));
    clock.advance(60_000);
    expect(ran).to.equal(true);
    expect(clock.offset).to.be.within(59_000, 61_000);
    clock.close();
  });
});

describe('RateWindows', () => {
  it('never lets more through in a window than the limit, and tells when the next call may come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 300 }), (gaps) => {
        const windows = new RateWindows();
        const limit = { burst: 5, steady: 40 };
        const counts = new Map<string, number>();
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const standing = windows.take(limit, now);
          if (!standing.allowed) {
            const wait = standing.retryAfterSeconds * 1000;
            expect(wait).to.be.within(1, 60_000);
            continue;
          }
          for (const [length, most] of [
            [1000, limit.burst],
            [60_000, limit.steady],
          ] as const) {
            const key = `${length} ${Math.floor(now / length)}`;
            counts.set(key, (counts.get(key) ?? 0) + 1);
            expect(counts.get(key)).to.be.at.most(most);
          }
        }
      }),
    );
  });
});

describe('readFilter', () => {
  it('reads back any text that was quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        const quoted = values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join(', ');
        const query = new URLSearchParams({ filter: `any(email,[${quoted}])` });
        expect(readFilter(query, { email: ['any'] })[0]!.values).to.deep.equal(values);
      }),
    );
  });
});

describe('cutPage', () => {
  it('shows each item once, in order, whatever the size of the pages', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5)),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (values, size, descending) => {
          const items = values.map((value, seq) => ({ value, seq }));
          const order = {
            value: (item: { value: number }) => item.value,
            seq: (item: { seq: number }) => item.seq,
            descending,
            natural: false,
          };
          const pageAt = (cursor: string | null): Page<(typeof items)[number]> =>
            cutPage(
              items,
              order,
              new URLSearchParams(cursor === null ? {} : { 'page[cursor]': cursor }),
              size,
            );
          let page = pageAt(null);
          const pages = [page];
          while (page.next !== null) pages.push((page = pageAt(page.next)));
          const seen = pages.flatMap((one) => one.items);
          // Turned back from the last page, the same pages come in the other order.
          const back = [page];
          while (page.prev !== null) back.push((page = pageAt(page.prev)));
          expect(back.reverse().map((one) => one.items)).to.deep.equal(pages.map((one) => one.items));
          const sign = descending ? -1 : 1;
          const sorted = [...items].sort(
            (one, other) => sign * (one.value - other.value || one.seq - other.seq),
          );
          expect(seen).to.deep.equal(sorted);
        },
      ),
    );
  });
});

describe('ulid', () => {
  it('begins with its time and has the form of a profile id', () => {
    expect(ulid(1_469_918_176_385)).to.match(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/);
  });
});
