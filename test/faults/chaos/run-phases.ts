import type { Dice } from '../dice.js';
import type { Gate } from '../feed/gate.js';
import type { SurvivingHost } from '../host/surviving-host.js';
import { sleep } from '../sleep.js';
import { killOnce } from './kill-once.js';
import type { Phase } from './phase.js';

/** A rush of the platform's day comes in so many steps at most … */
const STEPS = 6;
/** … and takes about so long where a kill is waiting for it. */
const RUSH_MS = 1_500;

/** What the course of a run is steered by. */
export interface Course {
  readonly host: SurvivingHost;
  readonly dice: Dice;
  /** Opened further and further, so that the script is played over all phases. */
  readonly gate: Gate;
  /** Places in the script, beyond the last one. */
  readonly end: number;
}

/** Goes through the phases of a run. Resolves when the last kill is done. */
export async function runPhases(course: Course, phases: readonly Phase[]): Promise<void> {
  let share = 0;
  for (const phase of phases) {
    const from = Math.round(share * course.end);
    share += phase.share;
    const to = Math.round(share * course.end);
    if (phase.kills === 0) {
      await sleep(phase.waitMs);
      const steps = Math.max(1, Math.round(phase.playMs / RUSH_MS)) * STEPS;
      await rush(course, { from, to, steps, ms: phase.playMs });
    } else await strike(course, from, to, phase.kills);
  }
  course.gate.open(course.end);
}

/** One kill after another, a part of the script for each. */
async function strike(course: Course, from: number, to: number, kills: number): Promise<void> {
  const { host, dice, gate } = course;
  for (let kill = 0; kill < kills; kill += 1) {
    const begin = from + Math.round((kill * (to - from)) / kills);
    const end = from + Math.round(((kill + 1) * (to - from)) / kills);
    void rush(course, { from: begin, to: end, steps: dice.whole(1, STEPS), ms: RUSH_MS });
    await killOnce(host, dice, () => gate.open(end));
  }
}

interface Rush {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly ms: number;
}

/** Opens the gate step by step. */
async function rush({ gate, dice }: Course, { from, to, steps, ms }: Rush): Promise<void> {
  const places = Array.from({ length: steps - 1 }, () => dice.whole(from, to));
  for (const place of [...places, to].toSorted((one, other) => one - other)) {
    gate.open(place);
    await sleep(dice.between(0, (2 * ms) / steps));
  }
}
