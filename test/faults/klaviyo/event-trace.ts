import type { JournalEntry } from './journal-entry.js';

/** A request that carried an event. */
interface Carried {
  readonly seq: number;
  readonly at: number;
  readonly form: 'single' | 'bulk';
  readonly status: number;
  readonly fault: string | null;
}

/** Which requests carried which event: what a finding about an event's order is understood by. */
export class EventTrace {
  private readonly carried = new Map<string, Carried[]>();

  /** @param kindOf the fault of an id that the journal names */
  constructor(private readonly kindOf: (id: string) => string | undefined) {}

  note({ seq, at, path, method, status, fault, body }: JournalEntry): void {
    if (method !== 'POST' || !path.startsWith('/api/event')) return;
    const form = path === '/api/events' ? 'single' : 'bulk';
    const kind = fault === undefined ? null : (this.kindOf(fault) ?? fault);
    for (const id of uniqueIdsIn(body)) {
      const entries = this.carried.get(id) ?? [];
      entries.push({ seq, at, form, status, fault: kind });
      this.carried.set(id, entries);
    }
  }

  /** The requests of one event in a line. */
  of(eventId: string): string {
    const lines = (this.carried.get(eventId) ?? []).map(
      ({ seq, at, form, status, fault }) =>
        `#${seq} ${new Date(at).toISOString().slice(11, 23)} ${form} ${status}${fault === null ? '' : ` (${fault})`}`,
    );
    return `${eventId}: ${lines.join(', ')}`;
  }
}

function* uniqueIdsIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* uniqueIdsIn(item);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'unique_id' && typeof inner === 'string') yield inner;
      else yield* uniqueIdsIn(inner);
    }
  }
}
