import type { JsonObject } from '../json.js';
import { shortId } from './id-source.js';
import type { Remember, StateRecord } from './state-record.js';

/** An event as recorded. Times in epoch milliseconds. */
export interface RecordedEvent {
  readonly id: string;
  readonly seq: number;
  readonly profileId: string;
  readonly metricId: string;
  readonly uniqueId: string;
  /** When it happened, cut to the second. */
  readonly time: number;
  /** When it was taken in. */
  readonly at: number;
  /** True where it starts no flows. */
  readonly backfill: boolean;
  readonly properties: JsonObject;
  readonly value: number | null;
  readonly currency: string | null;
}

/** A metric: made by the first event that names it. */
export interface Metric {
  readonly id: string;
  readonly name: string;
  /** The first currency wins; values are money of that currency from then on. */
  readonly currency: string | null;
  readonly created: number;
  readonly updated: number;
}

interface History {
  readonly events: RecordedEvent[];
  /** metric and unique id of each event: Klaviyo's key within a profile. */
  readonly keys: Set<string>;
}

const keyOf = (event: Pick<RecordedEvent, 'metricId' | 'uniqueId'>): string =>
  `${event.metricId} ${event.uniqueId}`;

/** The events and metrics of one account. */
export class EventStore {
  #events: RecordedEvent[] = [];
  readonly #histories = new Map<string, History>();
  readonly #metrics = new Map<string, Metric>();
  readonly #metricNames = new Map<string, string>();
  #seq = 0;
  #backfilled = 0;

  constructor(
    private readonly account: string,
    private readonly remember: Remember,
  ) {}

  get size(): number {
    return this.#events.length;
  }

  /** How many of them start no flows. */
  get backfilled(): number {
    return this.#backfilled;
  }

  all(): readonly RecordedEvent[] {
    return this.#events;
  }

  of(profileId: string): readonly RecordedEvent[] {
    return this.#histories.get(profileId)?.events ?? [];
  }

  has(profileId: string, metricId: string, uniqueId: string): boolean {
    return this.#histories.get(profileId)?.keys.has(keyOf({ metricId, uniqueId })) ?? false;
  }

  /** Records an event; false where one with the same profile, metric and unique id is known. */
  add(event: Omit<RecordedEvent, 'seq'>): boolean {
    if (this.has(event.profileId, event.metricId, event.uniqueId)) return false;
    this.#seq += 1;
    const recorded = { ...event, seq: this.#seq };
    this.#place(recorded);
    this.remember({ k: 'event', a: this.account, v: recorded });
    return true;
  }

  metrics(): IterableIterator<Metric> {
    return this.#metrics.values();
  }

  metric(id: string): Metric | undefined {
    return this.#metrics.get(id);
  }

  metricByName(name: string): Metric | undefined {
    const id = this.#metricNames.get(name);
    return id === undefined ? undefined : this.#metrics.get(id);
  }

  /** The metric of a name, made where it is new; its currency is set by the first event that has one. */
  ensureMetric(name: string, currency: string | null, now: number): Metric {
    const known = this.metricByName(name);
    if (known !== undefined && (known.currency !== null || currency === null)) return known;
    const metric: Metric = {
      id: known?.id ?? shortId(),
      name,
      currency,
      created: known?.created ?? now,
      updated: now,
    };
    this.#placeMetric(metric);
    this.remember({ k: 'metric', a: this.account, v: metric });
    return metric;
  }

  /** Moves a profile's events to the profile that it was merged into. */
  move(from: string, to: string): void {
    for (const event of this.#take(from)) {
      if (this.has(to, event.metricId, event.uniqueId)) continue;
      const moved = { ...event, profileId: to };
      this.#place(moved);
      this.remember({ k: 'event', a: this.account, v: moved });
    }
    this.remember({ k: '-events', a: this.account, id: from });
  }

  /** Erases a profile's events. */
  forget(profileId: string): void {
    this.#take(profileId);
    this.remember({ k: '-events', a: this.account, id: profileId });
  }

  restore(record: StateRecord): boolean {
    if (record.k === 'event') {
      const event = record.v as RecordedEvent;
      this.#seq = Math.max(this.#seq, event.seq);
      this.#place(event);
    } else if (record.k === '-events') this.#take(record.id ?? '');
    else if (record.k === 'metric') this.#placeMetric(record.v as Metric);
    else return false;
    return true;
  }

  *records(): Generator<StateRecord> {
    for (const metric of this.#metrics.values()) yield { k: 'metric', a: this.account, v: metric };
    for (const event of this.#events) yield { k: 'event', a: this.account, v: event };
  }

  #place(event: RecordedEvent): void {
    let history = this.#histories.get(event.profileId);
    if (history === undefined) {
      history = { events: [], keys: new Set() };
      this.#histories.set(event.profileId, history);
    }
    history.events.push(event);
    history.keys.add(keyOf(event));
    this.#events.push(event);
    if (event.backfill) this.#backfilled += 1;
  }

  #placeMetric(metric: Metric): void {
    this.#metrics.set(metric.id, metric);
    this.#metricNames.set(metric.name, metric.id);
  }

  #take(profileId: string): readonly RecordedEvent[] {
    const history = this.#histories.get(profileId);
    if (history === undefined) return [];
    this.#histories.delete(profileId);
    this.#backfilled -= history.events.filter(({ backfill }) => backfill).length;
    this.#events = this.#events.filter((event) => event.profileId !== profileId);
    return history.events;
  }
}
