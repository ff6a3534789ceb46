/**
 * How far the demo has come, kept over restarts: what was seeded is not seeded again, and what the extensions were
 * told once they need not be told again.
 */
export interface DemoLedger {
  /** Members of the tenant done, counted from the first; 0 where nothing is known. */
  read(step: DemoStep, tenant: string): number;
  write(step: DemoStep, tenant: string, members: number): void;
}

/** `seeded`: stored by the host. `announced`: handed to the extensions as changed. `loaded`: left to an initial load. */
export type DemoStep = 'seeded' | 'announced' | 'loaded';
