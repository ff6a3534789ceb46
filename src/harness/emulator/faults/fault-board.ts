import {
  USUAL_MATCH,
  type ActiveFault,
  type FaultEffect,
  type FaultMatch,
  type FaultScript,
  type FaultTarget,
} from './fault.js';

interface Posted {
  readonly id: string;
  readonly script: FaultScript;
  readonly pattern: RegExp | null;
  readonly until: number;
  readonly draw: () => number;
  seen: number;
  met: number;
}

/** A fault that a request has met. */
export interface MetFault {
  readonly id: string;
  readonly effect: FaultEffect;
}

/** The faults that were scripted. Of several that match, the oldest acts; latency adds to what else acts. */
export class FaultBoard {
  #posted: Posted[] = [];
  #count = 0;

  constructor(private readonly now: () => number) {}

  post(given: FaultScript): ActiveFault {
    this.#count += 1;
    const script = { ...given, match: { ...USUAL_MATCH[given.kind], ...given.match } };
    const fault: Posted = {
      id: `fault-${this.#count}`,
      script,
      pattern: script.match.path === undefined ? null : glob(script.match.path),
      until: script.forMs === undefined ? Infinity : this.now() + script.forMs,
      draw: sequence(script.seed ?? 1),
      seen: 0,
      met: 0,
    };
    this.#posted.push(fault);
    return shown(fault);
  }

  list(): readonly ActiveFault[] {
    return this.#posted.map(shown);
  }

  /** Removes one fault, or all. */
  clear(id?: string): void {
    this.#posted = id === undefined ? [] : this.#posted.filter((fault) => fault.id !== id);
  }

  /** The faults that a request meets; each one met is counted. */
  meet(target: FaultTarget): readonly MetFault[] {
    if (this.#posted.length === 0) return [];
    const met: MetFault[] = [];
    for (const fault of this.#posted) {
      const decided = met.some(({ effect }) => effect.kind !== 'latency');
      if (decided && fault.script.kind !== 'latency') continue;
      if (!matches(fault.script.match ?? {}, fault.pattern, target) || !this.#strikes(fault)) continue;
      met.push({ id: fault.id, effect: fault.script });
    }
    return met;
  }

  #strikes(fault: Posted): boolean {
    const { count, skip = 0, probability } = fault.script;
    if (this.now() >= fault.until || (count !== undefined && fault.met >= count)) return false;
    fault.seen += 1;
    if (fault.seen <= skip) return false;
    if (probability !== undefined && fault.draw() >= probability) return false;
    fault.met += 1;
    return true;
  }
}

const shown = ({ id, script, met }: Posted): ActiveFault => ({
  id,
  script,
  met,
  left: script.count === undefined ? null : script.count - met,
});

const matches = (match: FaultMatch, pattern: RegExp | null, target: FaultTarget): boolean =>
  (match.method === undefined || match.method.toUpperCase() === target.method) &&
  (match.operation === undefined || match.operation === target.operation) &&
  (match.account === undefined || match.account === target.account) &&
  (pattern === null || pattern.test(target.path));

const glob = (path: string): RegExp => new RegExp(`^${path.split('*').map(escaped).join('.*')}$`);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
const sequence = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
