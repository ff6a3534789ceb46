import type { HeldMark } from './alike-marks.js';

/** An event of the outbox without its body: enough to plan by. */
export interface EventHead {
  readonly eventId: string;
  readonly seq: number;
  /** The reference to the member, as the event has it. */
  readonly subject: string;
  /** UTF-8 bytes of the body. */
  readonly bytes: number;
  readonly acceptedAt: number;
  readonly attempts: number;
  readonly backfill: boolean;
}

/** A due mark: which state of whom. */
export interface MarkHead extends HeldMark {
  /** The reference to the member, as it was told. */
  readonly memberId: string;
  readonly attempts: number;
}

/** A member as its references tell it; for a reference that the platform does not know, the reference itself. */
export interface MemberRef {
  readonly key: string;
  /** Everything under which rows of the member may stand. */
  readonly references: readonly string[];
}
