import diagnostics from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Store } from '../../src/contract/index.js';

const REQUEST = 'http.server.request.start';

/** So long the event loop must have had nothing to do. Both ends of a connection are in this process: nothing is on its way for longer. */
const STILL_MS = 8;
/** What a look at the watch itself costs. */
const BUSY_MS = 1;

/** What this process waits for that is no timer: requests that have no answer yet, and statements in the database. */
export class UnderWay {
  private requests = 0;
  private statements = 0;
  /** A connection that is not idle is being opened, or a transaction is open on it. */
  private readonly pools: Pool[] = [];

  private readonly begin = (message: unknown) => {
    const { response } = message as { response: ServerResponse };
    this.requests += 1;
    response.once('close', () => (this.requests -= 1));
  };

  constructor() {
    diagnostics.subscribe(REQUEST, this.begin);
  }

  /** Counts the statements of both connections of a store. */
  async watch(store: Store): Promise<void> {
    this.count(store.read().connection);
    await store.transaction((manager) => {
      this.count(manager.connection);
      return Promise.resolve();
    });
  }

  /** Looks for so long at least, and answers whether nothing has happened and nothing can but by a timer. */
  async isQuiet(ms = STILL_MS): Promise<boolean> {
    const before = performance.eventLoopUtilization();
    await new Promise((resolve) => setTimeout(resolve, Math.max(ms, STILL_MS)));
    const { active } = performance.eventLoopUtilization(before);
    const isPoolBusy = this.pools.some((pool) => pool.waitingCount > 0 || pool.totalCount > pool.idleCount);
    return active < BUSY_MS && this.requests === 0 && this.statements === 0 && !isPoolBusy;
  }

  dispose(): void {
    diagnostics.unsubscribe(REQUEST, this.begin);
  }

  private count({ driver, subscribers }: DataSource): void {
    if ('master' in driver) this.pools.push(driver.master as Pool);
    else {
      subscribers.push({
        beforeQuery: () => void (this.statements += 1),
        afterQuery: () => void (this.statements -= 1),
      });
    }
  }
}
