/** Something a person has to mend. */
export interface Problem {
  /** The same key raised again replaces the problem; clearing it ends it. */
  readonly key: string;
  readonly code: string;
  readonly severity: 'warning' | 'error';
  /** One sentence that tells what to do. No personal data. */
  readonly message: string;
  /** What a console offers as a button. */
  readonly action?: 'reconnect' | 'relink' | 'fix-mapping' | 'replay';
}

/** The notice board of an installation. */
export interface Problems {
  raise(tenant: string, installation: string, problem: Problem): Promise<void>;
  clear(tenant: string, installation: string, key: string): Promise<void>;
}
