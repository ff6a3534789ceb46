/** A part of a run. Faults come in all of them. */
export interface Phase {
  /** The part of the script that is played in it, from 0 to 1. */
  readonly share: number;
  /** How often the host is killed in it; 0 in a calm. */
  readonly kills: number;
  /** In a calm: how long nothing is played first, and then how long it is. In milliseconds; 0 where there are kills. */
  readonly waitMs: number;
  readonly playMs: number;
}
