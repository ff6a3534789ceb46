import { navigate as goTo } from 'wouter/use-browser-location';

interface NavigateOptions {
  readonly replace?: boolean;
  readonly state?: unknown;
}

/** Where an entry of the browser's history stands among those of this page. */
interface Placed {
  readonly place?: number;
}

const placeOf = (state: unknown): number | undefined =>
  typeof state === 'object' && state !== null ? (state as Placed).place : undefined;

/**
 * Asks before another view takes the place of one that holds something unsaved, by a link as by the back button. The
 * browser has gone back before it tells: it is led forth again first, and the view sees nothing of it.
 */
export class HistoryGuard {
  private readonly listeners = new Set<() => void>();
  private shown = location.pathname;
  private place = 0;
  private restored: (() => void) | null = null;
  private isPassing = false;

  /**
   * @param isHeld whether there is something to lose
   * @param ask calls back once somebody has said that it may be lost
   */
  constructor(
    private readonly isHeld: () => boolean,
    private readonly ask: (leave: () => void) => void,
  ) {}

  /** The path that the views show. While the browser is led forth again it differs from the address bar's. */
  readonly path = (): string => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** @returns what ends it */
  start(): () => void {
    this.place = placeOf(history.state) ?? 0;
    this.shown = location.pathname;
    history.replaceState({ ...(history.state as object | null), place: this.place }, '');
    // Captured: it comes before the router has heard.
    addEventListener('popstate', this.onPop, { capture: true });
    return () => removeEventListener('popstate', this.onPop, { capture: true });
  }

  readonly navigate = (to: string, options: NavigateOptions = {}): void => {
    const go = (): void => {
      const place = options.replace === true ? this.place : this.place + 1;
      goTo(to, { ...options, state: { ...(options.state as object | undefined), place } });
      this.standAt(place);
    };
    if (this.isHeld() && new URL(to, location.href).pathname !== this.shown) this.ask(go);
    else go();
  };

  private readonly onPop = (event: PopStateEvent): void => {
    if (this.restored) {
      event.stopImmediatePropagation();
      const restored = this.restored;
      this.restored = null;
      restored();
      return;
    }
    // A jump within the page makes an entry that nobody has marked.
    const to = placeOf(event.state) ?? this.place + 1;
    const steps = to - this.place;
    if (this.isPassing || !this.isHeld() || location.pathname === this.shown || steps === 0) {
      this.isPassing = false;
      this.standAt(to);
      return;
    }
    event.stopImmediatePropagation();
    this.restored = () =>
      this.ask(() => {
        this.isPassing = true;
        history.go(steps);
      });
    history.go(-steps);
  };

  private standAt(place: number): void {
    this.place = place;
    this.shown = location.pathname;
    for (const listener of this.listeners) listener();
  }
}
