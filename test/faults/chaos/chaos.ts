import type { FaultScript } from '../../../src/harness/emulator/faults/fault.js';
import type { Dice } from '../dice.js';
import type { EmulatorAdmin } from '../../emulator/emulator-admin.js';
import { sleep } from '../sleep.js';
import { FaultDeck } from './fault-deck.js';

/** Between one fault and the next. */
const REST_MS: readonly [number, number] = [150, 650];
/** Klaviyo renews about ten tokens a minute for an install: expiries come no more often than that bears. */
const EXPIRY_REST_MS = 12_000;

/** Plays faults, some at a time and never the same for long, until it is stopped. */
export class Chaos {
  private readonly scripts = new Map<string, FaultScript>();
  private readonly counted = new Map<string, number>();
  private readonly until = new Map<string, number>();
  private readonly deck: FaultDeck;
  private running: Promise<void> | null = null;
  private stopped = false;
  private lastExpiry = 0;

  constructor(
    private readonly admin: EmulatorAdmin,
    private readonly dice: Dice,
  ) {
    this.deck = new FaultDeck(dice);
  }

  start(): void {
    this.running = this.run();
    // Told by `stop`.
    this.running.catch(() => undefined);
  }

  /** Ends every fault. What has begun to hang lands all the same. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    await this.count();
    await this.admin.dropFaults();
  }

  scriptOf(id: string): FaultScript | undefined {
    return this.scripts.get(id);
  }

  /** How many requests each kind of fault has met. */
  get met(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counted].toSorted(([one], [other]) => one.localeCompare(other)));
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const script = this.deck.next();
      if (this.isBearable(script)) {
        const { id } = await this.admin.post(script);
        this.scripts.set(id, script);
        this.until.set(id, Date.now() + (script.forMs ?? 0));
      }
      await this.count();
      await sleep(this.dice.between(...REST_MS));
    }
  }

  private isBearable(script: FaultScript): boolean {
    if (script.kind !== 'status' || script.status !== 401) return true;
    if (Date.now() - this.lastExpiry < EXPIRY_REST_MS) return false;
    this.lastExpiry = Date.now();
    return true;
  }

  /** Counts what the faults that are over have met, and takes them off the board. */
  private async count(): Promise<void> {
    for (const { id, script, met } of await this.admin.faults()) {
      if (!this.stopped && (this.until.get(id) ?? 0) > Date.now()) continue;
      const name = nameOf(script);
      if (met > 0) this.counted.set(name, (this.counted.get(name) ?? 0) + met);
      await this.admin.dropFault(id);
    }
  }
}

const nameOf = (script: FaultScript): string => {
  const where = script.match?.operation === 'oauth_token' ? ' of a token' : '';
  if (script.kind === 'status') return `${script.status}${where}`;
  if (script.kind === 'job') return script.cancelled === true ? 'job cancelled' : 'job fails in part';
  return `${script.kind}${where}`;
};
