/**
 * Where within a profile's attributes a refusal points, of a single call or of one profile in a bulk body; null where it
 * points elsewhere, at the profile as a whole say.
 *
 * @example
 * attributePlace('/data/attributes/profiles/data/7/attributes/phone_number'); // 'phone_number'
 */
export function attributePlace(pointer: string | null): string | null {
  const match = /^\/data\/attributes\/(?:profiles\/data\/\d+\/attributes\/)?(.+)$/.exec(pointer ?? '');
  const place = match?.[1];
  return place === undefined || /^profiles(\/|$)/.test(place) ? null : place;
}
