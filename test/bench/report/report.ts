import type { JsonObject } from '../../../src/contract/index.js';

/** What was aimed at and what came of it. Printed, never asserted: machines differ. */
export interface Aim {
  readonly aim: string;
  readonly figure: string;
  readonly met: boolean;
}

/** What one benchmark found out. */
export interface Report {
  readonly name: string;
  /** One sentence: what was measured, on what. */
  readonly about: string;
  /** Rows of cells; the first row are the heads. */
  readonly table: readonly (readonly string[])[];
  readonly aims: readonly Aim[];
  /** Whatever a reader of the figures must know. */
  readonly notes: readonly string[];
  /** The same figures for software. */
  readonly figures: JsonObject;
}
