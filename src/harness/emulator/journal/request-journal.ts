import type { JsonValue } from '../json.js';

/** One request, as the journal shows it. */
export interface JournalEntry {
  readonly seq: number;
  /** Epoch milliseconds on the emulator's clock, when the request arrived. */
  readonly at: number;
  readonly account: string | null;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** 0 where no answer was given. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as a value, anything else as text; null where there was none, or where it was let go to save memory. */
  readonly body: JsonValue;
  /** Length of the body as it was sent. */
  readonly bytes: number;
  readonly requestId: string;
  /** The fault that played a part. */
  readonly fault?: string;
  /** True where the body was let go, or was not asked for. */
  readonly bodyDropped?: true;
}

/** How much the journal keeps. */
export interface JournalBounds {
  /** Entries; the oldest go first. */
  readonly entries: number;
  /** Characters of bodies; the oldest bodies go first, their entries stay. */
  readonly bodies: number;
}

type Kept = Omit<JournalEntry, 'body' | 'bodyDropped'> & { text: string | null };

/** 20 000 entries of about 1 KB, and 64 million characters of bodies: some 100 MB at the very most. */
const DEFAULT_BOUNDS: JournalBounds = { entries: 20_000, bodies: 64_000_000 };

/** The requests that arrived, newest last. Bodies are kept as text and only parsed when somebody looks. */
export class RequestJournal {
  #kept: Kept[] = [];
  #seq = 0;
  #dropped = 0;
  #bodies = 0;
  /** Sequence number up to which bodies were let go. */
  #bodiless = 0;

  constructor(private readonly bounds: JournalBounds = DEFAULT_BOUNDS) {}

  /** The newest sequence number. */
  get seq(): number {
    return this.#seq;
  }

  /** How many entries were dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  record(entry: Omit<JournalEntry, 'seq' | 'body' | 'bytes' | 'bodyDropped'>, body: string): void {
    this.#seq += 1;
    this.#kept.push({ ...entry, seq: this.#seq, bytes: Buffer.byteLength(body), text: body });
    this.#bodies += body.length;
    this.#letGo();
  }

  /**
   * Entries after a sequence number, of one account where named.
   *
   * @param bodies false leaves the bodies out: reading those of bulk requests holds the emulator up for a second
   */
  since(seq = 0, account?: string, bodies = true): readonly JournalEntry[] {
    const first = this.#kept[0]?.seq ?? this.#seq + 1;
    return this.#kept
      .slice(Math.max(0, seq + 1 - first))
      .filter((entry) => account === undefined || entry.account === account)
      .map((entry) => shown(bodies ? entry : { ...entry, text: null }));
  }

  clear(): void {
    this.#kept = [];
    this.#bodies = 0;
  }

  /** Goes on counting where an earlier run stopped, so that `since` stays meaningful over a restart. */
  resumeAt(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
    this.#bodiless = this.#seq;
  }

  #letGo(): void {
    const first = this.#kept[0]?.seq ?? 0;
    while (this.#bodies > this.bounds.bodies && this.#bodiless < this.#seq) {
      this.#bodiless += 1;
      const entry = this.#kept[this.#bodiless - first];
      if (entry === undefined || entry.text === null) continue;
      this.#bodies -= entry.text.length;
      entry.text = null;
    }
    // Dropped a tenth at a time, so that a full journal does not move its whole array for each request.
    if (this.#kept.length <= this.bounds.entries * 1.1) return;
    const gone = this.#kept.splice(0, this.#kept.length - this.bounds.entries);
    this.#dropped += gone.length;
    this.#bodies -= gone.reduce((sum, entry) => sum + (entry.text?.length ?? 0), 0);
  }
}

const shown = ({ text, ...entry }: Kept): JournalEntry =>
  text === null ? { ...entry, body: null, bodyDropped: true } : { ...entry, body: parsed(text) };

const parsed = (text: string): JsonValue => {
  if (text === '') return null;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
};
