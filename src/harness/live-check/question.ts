import type { Inquiry } from './inquiry.js';

/** What was seen. */
export interface Seen {
  /** One of the question's positions, or something that nobody has thought of. */
  readonly position: string;
  /** The answer in a few words. */
  readonly words: string;
}

/** Something that Klaviyo's documents leave open. */
export interface Question {
  readonly id: string;
  /** The assumption that is written down. */
  readonly assumption: string;
  /** The position that the assumption is. */
  readonly supposed: string;
  /** The switch of the local Klaviyo that takes the positions; left out where there is none. */
  readonly switchName?: string;
  /** True where asking ends the installation. */
  readonly ends?: true;
  readonly ask: (inquiry: Inquiry) => Promise<Seen>;
}
