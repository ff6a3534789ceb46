import { dirname, join } from 'node:path';
import { benchCall } from '../world/bench-call.js';
import { benchEvent } from '../world/bench-event.js';
import { BenchWorld } from '../world/bench-world.js';
import type { KlaviyoUnderBench } from '../world/klaviyo-under-bench.js';
import { BareDatabase } from './bare-database.js';
import { BareGroupInsert } from './bare-group-insert.js';

/** The two that are compared, on two files in one folder: the extension's `onEvent`, and the bare group insert. */
export class AcceptSides {
  private member = 0;

  private constructor(
    private readonly world: BenchWorld,
    private readonly loaded: KlaviyoUnderBench,
    private readonly database: BareDatabase,
    private readonly group: BareGroupInsert,
  ) {}

  /** The extension is connected and active, and its lanes are never started: only accepting is measured. */
  static async open(): Promise<AcceptSides> {
    const world = await BenchWorld.open({ members: 1_000 });
    const loaded = world.load();
    await world.connect(loaded);
    const database = await BareDatabase.open(join(dirname(world.database.spec), 'bare.sqlite'));
    return new AcceptSides(world, loaded, database, new BareGroupInsert(database));
  }

  async ours(): Promise<void> {
    const [receipt] = await this.loaded.onEvent(benchCall, [this.event()]);
    if (receipt?.status !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(receipt)}`);
  }

  bare(): Promise<void> {
    return this.group.insert(benchCall.installation, this.event());
  }

  /** Events that stand in the outbox. */
  async stored(): Promise<number> {
    return (await this.loaded.overview(benchCall)).counts.waitingEvents;
  }

  async dispose(): Promise<void> {
    await this.database.close();
    await this.world.dispose();
  }

  private event() {
    const { ids } = this.world.directory;
    this.member += 1;
    return benchEvent(ids[this.member % ids.length] ?? '');
  }
}
