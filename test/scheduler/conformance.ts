import { expect } from 'chai';
import type { LaneScheduler } from '../../src/contract/index.js';
import { until } from '../until.js';

/** Schedulers to try: all of one world share their lanes. */
export interface SchedulerWorld {
  /** How many processes the lanes may be shared by; each `open` is one of them. */
  readonly replicas: number;
  open(): Promise<LaneScheduler>;
}

/** One promise of the contract, and how it is tried. Each has lanes of its own. */
export interface Promised {
  readonly title: string;
  readonly check: (world: SchedulerWorld) => Promise<void>;
}

const now = (): number => performance.now();
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 4));
const stopIn = (ms: number): number => Date.now() + ms;

const openAll = (world: SchedulerWorld): Promise<LaneScheduler[]> =>
  Promise.all(Array.from({ length: world.replicas }, () => world.open()));

/** What every scheduler of lanes keeps. */
export const promised: readonly Promised[] = [
  {
    title: 'runs a lane in one place at a time under a storm of wakes, and loses none of them',
    async check(world) {
      const schedulers = await openAll(world);
      const lanes = Array.from({ length: 20 }, (_, n) => `storm-${n}`);
      const wanted = new Map(lanes.map((lane) => [lane, 0]));
      const seen = new Map(lanes.map((lane) => [lane, 0]));
      const running = new Set<string>();
      let overlaps = 0;
      const worker = async (lane: string) => {
        if (running.has(lane)) overlaps += 1;
        running.add(lane);
        const found = wanted.get(lane) ?? 0;
        await pause();
        seen.set(lane, found);
        running.delete(lane);
        return { until: null };
      };
      const runs = schedulers.map((scheduler) => scheduler.run(worker));
      for (let wave = 0; wave < 100; wave += 1) {
        for (let wake = 0; wake < 10; wake += 1) {
          const lane = lanes[Math.floor(Math.random() * lanes.length)]!;
          wanted.set(lane, wanted.get(lane)! + 1);
          schedulers[wake % schedulers.length]!.wake([lane]);
        }
        await pause();
      }
      const behind = () => lanes.filter((lane) => seen.get(lane) !== wanted.get(lane));
      await until('every lane has seen its last wake', behind, (left) => left.length === 0);
      expect(overlaps).to.equal(0);
      for (const run of runs) await run.stop(stopIn(5_000));
    },
  },
  {
    title: 'lets a lane sleep until the time that it names, and no longer',
    async check(world) {
      const scheduler = await world.open();
      const at: number[] = [];
      const run = scheduler.run(() => {
        at.push(now());
        return Promise.resolve({ until: at.length === 1 ? Date.now() + 400 : null });
      });
      scheduler.wake(['sleeper']);
      await until(
        'the lane ran again',
        () => at.length,
        (count) => count === 2,
      );
      // A timer may be a millisecond early by another clock.
      expect(at[1]! - at[0]!).to.be.within(398, 3_000);
      await run.stop(stopIn(5_000));
    },
  },
  {
    title: 'pulls a sleeping lane forward when it is woken',
    async check(world) {
      const [scheduler, other = scheduler] = await openAll(world);
      let runs = 0;
      const run = scheduler!.run(() => {
        runs += 1;
        return Promise.resolve({ until: runs === 1 ? Date.now() + 600_000 : null });
      });
      scheduler!.wake(['override']);
      await until(
        'it ran',
        () => runs,
        (count) => count === 1,
      );
      await scheduler!.drain('override');
      const begun = now();
      other!.wake(['override']);
      await until(
        'it ran again',
        () => runs,
        (count) => count === 2,
      );
      expect(now() - begun).to.be.below(3_000);
      await run.stop(stopIn(5_000));
    },
  },
  {
    title: 'runs a lane again for all that woke it while it ran, not once for each',
    async check(world) {
      const [scheduler, other = scheduler] = await openAll(world);
      let runs = 0;
      let finish: () => void = () => undefined;
      const first = new Promise<void>((resolve) => (finish = resolve));
      const run = scheduler!.run(async () => {
        runs += 1;
        if (runs === 1) await first;
        return { until: null };
      });
      scheduler!.wake(['again']);
      await until(
        'it runs',
        () => runs,
        (count) => count === 1,
      );
      for (let wake = 0; wake < 10; wake += 1) (wake % 2 ? other : scheduler)!.wake(['again']);
      finish();
      await until(
        'it ran once more',
        () => runs,
        (count) => count >= 2,
      );
      await scheduler!.drain('again');
      await other!.drain('again');
      // A wake that was still being written when the lane ended is one run more.
      expect(runs).to.be.within(2, 3);
      await run.stop(stopIn(5_000));
    },
  },
  {
    title: 'drains: tells when a lane neither runs nor is woken, and does not wait for one that sleeps',
    async check(world) {
      const [scheduler, other = scheduler] = await openAll(world);
      let finish: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (finish = resolve));
      let began = false;
      const run = scheduler!.run(async () => {
        began = true;
        await held;
        return { until: Date.now() + 600_000 };
      });
      scheduler!.wake(['drained']);
      await until('it runs', () => began, Boolean);
      let drained = false;
      const draining = (world.replicas > 1 ? other : scheduler)!
        .drain('drained')
        .then(() => (drained = true));
      await pause();
      expect(drained).to.equal(false);
      expect(scheduler!.stats().running).to.equal(1);
      finish();
      await draining;
      await scheduler!.drain('never-woken');
      await run.stop(stopIn(5_000));
    },
  },
  {
    title: 'stops: aborts what runs, waits for it until the deadline, and begins nothing more',
    async check(world) {
      const scheduler = await world.open();
      let begun = 0;
      let ended = 0;
      const run = scheduler.run(async (_, signal) => {
        begun += 1;
        await new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        );
        ended += 1;
        return { until: null };
      });
      scheduler.wake(['stopped']);
      await until(
        'it runs',
        () => begun,
        (count) => count === 1,
      );
      await run.stop(stopIn(5_000));
      expect(ended).to.equal(1);
      scheduler.wake(['stopped-after']);
      await pause();
      expect(begun).to.equal(1);
    },
  },
];
