import type { Overview } from '../../../src/contract/index.js';
import { sleep } from '../sleep.js';
import type { SurvivingHost } from './surviving-host.js';

const LOOK_MS = 1_000;

/**
 * Makes the connection again when Klaviyo has ended it, as a person would who reads the problem on the console. A
 * token that rotates cannot survive a kill between Klaviyo's answer and the commit: no extension can help that.
 */
export class ConnectionWatch {
  reconnects = 0;
  private running: Promise<void> | null = null;
  private stopped = false;

  constructor(private readonly host: SurvivingHost) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Connects again where that is called for. */
  async mend({ state }: Pick<Overview, 'state'>): Promise<void> {
    if (state !== 'needs-reconnect') return;
    // Faults meet the consent as well; whoever looks next tries again.
    const done = await this.host.ask('reconnect', {}).then(
      () => true,
      () => false,
    );
    if (done) this.reconnects += 1;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const overview = await this.host.ask('overview', {}).catch(() => null);
      if (overview) await this.mend(overview);
      await sleep(LOOK_MS);
    }
  }
}
