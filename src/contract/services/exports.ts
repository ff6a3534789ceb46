import type { JsonObject } from '../platform.js';

/** A part of what is handed back to the tenant: the same part again replaces it. */
export interface ExportPart {
  /** Of the run that exports it. */
  readonly runId: string;
  /** From 0 on, without gaps. */
  readonly part: number;
  /** At most a thousand, each as it was accepted. */
  readonly items: readonly JsonObject[];
}

/** Where an extension hands back what it has accepted and can no longer send, before it deletes it. */
export interface Exports {
  /** Resolves when the part is durable. */
  put(tenant: string, installation: string, part: ExportPart): Promise<void>;
}
