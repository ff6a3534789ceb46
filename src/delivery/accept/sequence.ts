import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../contract/index.js';

/**
 * Numbers that rise in the order of acceptance: epoch microseconds, counted on where the clock stands still or goes
 * back. Within a process the order is exact; between replicas it is as good as their clocks.
 */
@injectable()
export class Sequence {
  private last = 0;

  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  next(): number {
    this.last = Math.max(this.last + 1, this.clock.now() * 1000);
    return this.last;
  }
}
