import type { Identity } from './member-identity.js';

/** Whether a member is known by its own id alone, by which Klaviyo does not merge. */
export const isContactless = ({ email, phone }: Identity): boolean =>
  email === undefined && phone === undefined;
