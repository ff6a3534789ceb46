/** Failed requests in a row, of so many different members, after which Klaviyo itself is unwell and not an item. */
const STREAK = 5;
const DIFFERENT = 3;
/** First rest, doubled with each opening in a row. */
const REST_MS = 5_000;
/** Longest rest: an outage's end is felt within minutes. */
const LONGEST_MS = 300_000;

/**
 * Rests a whole lane while Klaviyo is unwell: 5xx and no answer, again and again and for different members. One item
 * that fails alone never opens it. After the rest a single request goes first; its success closes the breaker.
 */
export class Breaker {
  private readonly failing = new Set<string>();
  private streak = 0;
  private openings = 0;
  private restUntil = 0;
  private isRetired = false;

  /** @param restUntil epoch ms until which an owner before has put the lane to rest, 0 for none */
  constructor(restUntil = 0) {
    this.restUntil = restUntil;
    if (restUntil > 0) this.openings = 1;
  }

  /** Epoch milliseconds until which nothing is sent; 0 when closed. */
  get openUntil(): number {
    return this.restUntil;
  }

  /** How often in a row it has opened: how long Klaviyo has been unwell. */
  get opened(): number {
    return this.openings;
  }

  /** `closed`: all may go. `open`: nothing. `probing`: one request alone, to see. */
  state(now: number): 'closed' | 'open' | 'probing' {
    if (this.restUntil === 0) return 'closed';
    return now < this.restUntil ? 'open' : 'probing';
  }

  /** Whether it rests because Klaviyo no longer serves this revision of its API: that concerns no tenant. */
  get restsForRevision(): boolean {
    return this.isRetired;
  }

  /** Nothing of the lane may be sent until then (epoch ms); after it one request goes first, to see. */
  restForRevision(until: number): void {
    this.isRetired = true;
    this.restUntil = until;
  }

  /** @returns whether this closed an open breaker */
  succeeded(): boolean {
    const wasOpen = this.restUntil > 0;
    this.isRetired = false;
    this.failing.clear();
    this.streak = 0;
    this.openings = 0;
    this.restUntil = 0;
    return wasOpen;
  }

  /**
   * @param key whose request failed: a member's, or a batch's
   * @returns whether this opened the breaker, or kept it open for longer
   */
  failed(key: string, now: number): boolean {
    this.failing.add(key);
    this.streak += 1;
    const state = this.state(now);
    if (state === 'open') return false;
    if (state === 'closed' && (this.streak < STREAK || this.failing.size < DIFFERENT)) return false;
    this.openings += 1;
    this.restUntil = now + Math.min(LONGEST_MS, REST_MS * 2 ** (this.openings - 1));
    return true;
  }
}
