import type { RunOptions } from '../run-options.js';
import type { Phase } from './phase.js';

/** After a kill an engine may doubt everything for a minute: an error of the faults alone hides behind that. */
const DOUBT_MS = 62_000;

const calm = (share: number, waitMs: number, playMs: number): Phase => ({ share, kills: 0, waitMs, playMs });
const wave = (share: number, kills: number): Phase => ({ share, kills, waitMs: 0, playMs: 0 });

/**
 * The course of a run: an opening without kills, then kills; with calms between three waves of them where there is
 * time. The last kills meet a host that only delivers.
 */
export function phasesOf({ kills, openingMs, calmMs }: Pick<RunOptions, 'kills' | 'openingMs' | 'calmMs'>) {
  const last = Math.floor(kills / 5);
  const opening = calm(0.3, 0, openingMs);
  if (calmMs === 0) return [opening, wave(0.7, kills - last), wave(0, last)];
  const first = Math.floor((kills - last) / 3);
  return [
    calm(0.15, 0, openingMs),
    wave(0.25, first),
    calm(0.1, DOUBT_MS, calmMs),
    wave(0.25, first),
    calm(0.1, DOUBT_MS, calmMs),
    wave(0.15, kills - last - 2 * first),
    wave(0, last),
  ];
}
