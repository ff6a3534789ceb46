import type { Member } from '../../../contract/index.js';

/** Fields of a member itself that settings may name. */
const OWN = ['accountNumber', 'authIdentifier', 'externalIdentifier', 'createdAt'] as const;

/** A name that holds a point, a slash or a tilde can be told by a JSON pointer alone. */
const path = (root: string, key: string): string =>
  /[./~]/.test(key) ? `/${root}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` : `${root}.${key}`;

/** The paths under which members have something: `attributes.size`, `flags.staff`, `profile.gender`, `createdAt`. */
export function memberFields(members: readonly Member[]): readonly string[] {
  const found = members.flatMap((member) => {
    const { attributes, ...profile } = member.profile ?? {};
    return [
      ...OWN.filter((key) => member[key] !== undefined && member[key] !== null),
      ...Object.keys(attributes ?? {}).map((key) => path('attributes', key)),
      ...Object.keys(member.flags ?? {}).map((key) => path('flags', key)),
      ...Object.keys(profile).map((key) => path('profile', key)),
    ];
  });
  return [...new Set(found)].toSorted();
}
