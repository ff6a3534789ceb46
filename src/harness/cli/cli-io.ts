/** What a command has of the world around it. */
export interface CliIo {
  /** One line to stdout. */
  readonly out: (line: string) => void;
  /** Rewrites the line that stands last on the terminal; absent where stdout is none. */
  readonly rewrite?: (line: string) => void;
  /** One line to stderr. */
  readonly err: (line: string) => void;
  /** Everything from stdin. */
  readonly readInput: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Calls back for each SIGINT and SIGTERM. */
  readonly onSignal: (callback: () => void) => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => never;
}
