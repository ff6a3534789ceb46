import type { Member } from '../../contract/index.js';
import type { LinkRow, MarkRow } from '../../store/index.js';
import type { StatePlan } from './state-plan.js';
import type { Identity } from './member-identity.js';
import type { MemberWork } from './member-work.js';

/** A member that may be sent, with everything that a request needs of it. */
export interface Prepared {
  readonly key: string;
  readonly work: MemberWork;
  readonly member: Member;
  readonly identity: Identity;
  readonly link: LinkRow;
  /** Marks of profile and points that are due. */
  readonly stateMarks: readonly MarkRow[];
  /** Marks of lists that are due. */
  readonly listMarks: readonly MarkRow[];
  readonly state: StatePlan;
  /** Places within the profile that Klaviyo has refused, in the value that they have now. */
  readonly refused: readonly string[];
  /** When the last older write of profile or points can still land (epoch ms); `Infinity` while a job runs. */
  readonly doubtUntil: number;
  /** Since when its profile is to be found before anything is written (epoch ms); 0 where that is not needed. */
  readonly findSince: number;
  /** Nothing of it is sent any more: it is only taken off lists. */
  readonly isWithdrawn?: true;
}
