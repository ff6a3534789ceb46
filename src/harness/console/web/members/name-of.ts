import type { Member } from '../../../../contract/index.js';

/** What to call a member. Names are text, whatever stands in them. */
export function nameOf({ id, profile }: Member): string {
  const name = [profile?.givenName, profile?.familyName]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
  return name === '' ? id : name;
}
