import type { AudienceChange } from '../../contract/index.js';
import { isPlainObject } from '../json/is-plain-object.js';
import { isId } from './is-id.js';
import type { Malformed } from './malformed.js';

/** The answer to an incoming change of an audience. `id` of a malformed one is the audience's, where it is usable. */
export type ParsedAudienceChange = { readonly ok: true; readonly change: AudienceChange } | Malformed;

/** A change of more members is a computation anew, and told as such: the membership itself is then read in pages. */
const MOST_MEMBERS = 100_000;

/**
 * Checks the form of a change of an audience: `{audienceId, joined, left}` or `{audienceId, refreshed: true}`. One of
 * `joined` and `left` may be missing; a member named twice on one side counts once, on both sides is refused.
 */
export function parseAudienceChange(value: unknown): ParsedAudienceChange {
  const refuse = (path: string, code: string, message: string, id = ''): Malformed => ({
    ok: false,
    id,
    path,
    code,
    message,
  });
  if (!isPlainObject(value)) return refuse('', 'item_invalid', 'Give the change as a JSON object.');
  const { audienceId, joined, left, refreshed } = value;
  if (audienceId === undefined || audienceId === null || audienceId === '')
    return refuse('/audienceId', 'audience_id_required', "Give the audience's id.");
  if (!isId(audienceId))
    return refuse(
      '/audienceId',
      'audience_id_invalid',
      "Give the audience's id as a text of 1 to 255 characters.",
    );
  if (refreshed !== undefined && typeof refreshed !== 'boolean')
    return refuse('/refreshed', 'refreshed_invalid', 'Give refreshed as true, or leave it out.', audienceId);
  if (refreshed === true) return { ok: true, change: { audienceId, refreshed } };
  if (joined === undefined && left === undefined)
    return refuse(
      '',
      'change_empty',
      'Tell who joined and who left, or that the audience was refreshed.',
      audienceId,
    );

  const sides = { joined: new Set<string>(), left: new Set<string>() };
  for (const side of ['joined', 'left'] as const) {
    const list = value[side] ?? [];
    if (!Array.isArray(list))
      return refuse(`/${side}`, 'members_invalid', `Give ${side} as a list of member ids.`, audienceId);
    for (const [index, member] of (list as readonly unknown[]).entries()) {
      const path = `/${side}/${index}`;
      if (!isId(member))
        return refuse(path, 'member_id_invalid', 'A member id is a text of 1 to 255 characters.', audienceId);
      if (side === 'left' && sides.joined.has(member))
        return refuse(
          path,
          'joined_and_left',
          'A member cannot both join and leave in one change.',
          audienceId,
        );
      sides[side].add(member);
    }
  }
  if (sides.joined.size + sides.left.size > MOST_MEMBERS)
    return refuse(
      '',
      'too_many_members',
      'For over 100 000 members send refreshed: true instead.',
      audienceId,
    );
  return { ok: true, change: { audienceId, joined: [...sides.joined], left: [...sides.left] } };
}
