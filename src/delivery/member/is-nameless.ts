import { isContactless } from './is-contactless.js';
import type { Prepared } from './prepared.js';

/** Only the profile's id will tell Klaviyo who this is. */
export const isNameless = ({ link, identity }: Pick<Prepared, 'link' | 'identity'>): boolean =>
  link.profileId === null && isContactless(identity);
