import type { Host } from '../../host/host.js';
import type { LiveState } from './live-state.js';

/** At most one look a second, however many watch. */
const LOOK_MS = 1_000;
/** A look must not cost more than this part of the time: the larger the tables, the rarer the looks. */
const PART = 10;

type Listener = (data: string) => void;

/** Looks at one installation as long as somebody watches, and tells all of them when something has changed. */
export class LiveFeed {
  private readonly listeners = new Set<Listener>();
  private timer: NodeJS.Timeout | undefined;
  private last = '';

  constructor(
    private readonly host: Host,
    private readonly tenant: string,
    private readonly id: string,
  ) {}

  /** @returns what ends the watch */
  watch(listener: Listener): () => void {
    this.listeners.add(listener);
    if (this.last !== '') listener(this.last);
    if (this.listeners.size === 1) this.look();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearTimeout(this.timer);
      // Whoever comes next must not be shown what is old.
      this.last = '';
    };
  }

  get isWatched(): boolean {
    return this.listeners.size > 0;
  }

  private look(): void {
    const begun = Date.now();
    void this.read()
      .then((data) => {
        if (data === this.last) return;
        this.last = data;
        for (const listener of this.listeners) listener(data);
      })
      // What cannot be read now is read again; the next look tells.
      .catch(() => undefined)
      .finally(() => {
        if (!this.isWatched) return;
        this.timer = setTimeout(() => this.look(), Math.max(LOOK_MS, (Date.now() - begun) * PART));
      });
  }

  private async read(): Promise<string> {
    const installation = await this.host.installation(this.tenant, this.id);
    const { extension, call } = await this.host.inspect(this.tenant, this.id);
    const state: LiveState = { installation, overview: (await extension.overview?.(call)) ?? null };
    return JSON.stringify(state);
  }
}
