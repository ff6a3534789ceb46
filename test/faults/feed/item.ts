import type { LoyaltyEvent } from '../../../src/contract/index.js';

interface Placed {
  /** Its place in the script of the run. */
  readonly place: number;
  /** Which member it is about, by number. */
  readonly member: number;
}

/** A fact of the script. */
export interface EventItem extends Placed {
  readonly kind: 'event';
  readonly event: LoyaltyEvent & { readonly subject: string };
}

/** A change of a state, to a value that the platform has from then on. */
export type StateItem =
  | (Placed & { readonly kind: 'wallet'; readonly points: number })
  | (Placed & {
      readonly kind: 'profile';
      readonly givenName: string;
      /** Names a new e-mail address; left out where the old one stays. */
      readonly move?: number;
    })
  | (Placed & {
      readonly kind: 'audience';
      readonly audienceId: string;
      readonly direction: 'joined' | 'left';
    });

/** One thing that happens on the platform. */
export type Item = EventItem | StateItem;
