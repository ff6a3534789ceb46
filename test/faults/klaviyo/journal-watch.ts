import type { FaultScript } from '../../../src/harness/emulator/faults/fault.js';
import type { EmulatorAdmin } from '../../emulator/emulator-admin.js';
import { EventTrace } from './event-trace.js';
import type { JournalEntry } from './journal-entry.js';

/** How often the journal is read: it keeps the last 20 000 requests, a minute's worth at the highest rates. */
const READ_MS = 3_000;
/** The longest of Klaviyo's windows that a request which lands late may fill. */
const WINDOW_MS = 60_000;

/** A request that was throttled although no fault throttled it. */
export interface Throttled {
  readonly operation: string;
  readonly at: number;
}

/** Follows the emulator's journal over a run: which requests came, and which 429s nobody had scripted. */
export class JournalWatch {
  /** Requests by operation, and by status within each; status 0 where no answer was given. */
  readonly counts = new Map<string, Map<number, number>>();
  readonly trace: EventTrace;
  private readonly throttled: Throttled[] = [];
  private readonly landings: Throttled[] = [];
  private seq = 0;
  private timer: NodeJS.Timeout | null = null;
  private reading: Promise<void> = Promise.resolve();

  /** @param scriptOf the fault of an id that the journal names */
  constructor(
    private readonly admin: EmulatorAdmin,
    private readonly scriptOf: (id: string) => FaultScript | undefined,
  ) {
    this.trace = new EventTrace((id) => scriptOf(id)?.kind);
  }

  start(): void {
    this.timer = setInterval(() => void this.read().catch(() => undefined), READ_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** Reads what is new; one reading at a time. */
  read(): Promise<void> {
    this.reading = this.reading.then(() => this.readNow());
    return this.reading;
  }

  /** When the last request that hung has landed or will land, epoch ms; 0 where none hung. */
  get lastLanding(): number {
    return Math.max(0, ...this.landings.map(({ at }) => at));
  }

  /**
   * The 429s that a budget should have avoided. A request that hung spends its place in the window when it lands,
   * long after it was sent: each such landing excuses one 429 of its operation within the minute.
   */
  avoidable(): readonly Throttled[] {
    const landings = [...this.landings];
    return this.throttled.filter(({ operation, at }) => {
      const place = landings.findIndex(
        (landing) =>
          landing.operation === operation && landing.at <= at + 1_000 && at - landing.at < WINDOW_MS,
      );
      if (place >= 0) landings.splice(place, 1);
      return place < 0;
    });
  }

  private async readNow(): Promise<void> {
    for (const entry of await this.admin.requests(this.seq)) {
      this.seq = Math.max(this.seq, entry.seq);
      this.note(entry);
    }
  }

  private note(entry: JournalEntry): void {
    this.trace.note(entry);
    const operation = operationOf(entry);
    const statuses = this.counts.get(operation) ?? new Map<number, number>();
    statuses.set(entry.status, (statuses.get(entry.status) ?? 0) + 1);
    this.counts.set(operation, statuses);
    const script = entry.fault === undefined ? undefined : this.scriptOf(entry.fault);
    if (script?.kind === 'hang' && script.ms !== undefined) {
      this.landings.push({ operation, at: entry.at + script.ms });
    }
    const scripted = script?.kind === 'status' || script?.kind === 'storm';
    if (entry.status === 429 && !scripted) this.throttled.push({ operation, at: entry.at });
  }
}

/** An id in a path: a ULID, or six characters that are not the name of a resource. */
const ID = /\/(?!events\b)(?:[A-Za-z0-9]{6}|[0-9A-Z]{26})(?=\/|$)/g;

/** `PATCH /api/profiles/{id}`: the ids of a path left out. */
const operationOf = ({ method, path }: JournalEntry): string =>
  `${method} ${(path.split('?', 1)[0] ?? '').replace(ID, '/{id}')}`;
