import type { Prepared } from './prepared.js';

/** Nothing of the member was ever on its way to Klaviyo, so that nothing there has to be found first. */
export const wasNeverSent = ({ link }: Pick<Prepared, 'link'>): boolean =>
  link.findFrom === 0 && link.writeBegunAt === 0 && link.acceptedAt === null;
