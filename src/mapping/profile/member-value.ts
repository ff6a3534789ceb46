import type { Json, Member } from '../../contract/index.js';
import { isPlainObject } from '../json/is-plain-object.js';
import { valueAt } from '../json/value-at.js';

/** What stands at a place of a member. `gone`: it is known to be gone; `unknown`: the platform says nothing of it. */
export type MemberValue =
  { readonly kind: 'there'; readonly value: Json } | { readonly kind: 'gone' } | { readonly kind: 'unknown' };

/** The part of a member in which a place lies, as the settings name it: `attributes.x` for short, `flags.x`. */
function wholeOf(member: Member, from: string): Json {
  const { profile, flags } = member;
  if (/^\/?attributes[./]/.test(from)) return { attributes: profile?.attributes ?? {} };
  if (/^\/?flags[./]/.test(from)) return { flags: flags ?? {} };
  return member as unknown as Json;
}

/**
 * What stands at a place that the settings name. The attributes of a member come as a whole, and so do its flags: where
 * they are there and one is missing, that one was taken away. A field of the member that is missing is unknown.
 *
 * @param from dotted path or JSON pointer
 */
export function memberValue(member: Member, from: string): MemberValue {
  const value = valueAt(wholeOf(member, from), from);
  if (value !== undefined) return { kind: 'there', value };
  const [first] = from.replace(/^\//, '').split(/[./]/);
  const whole = first === 'attributes' ? member.profile?.attributes : first === 'flags' ? member.flags : null;
  return isPlainObject(whole) ? { kind: 'gone' } : { kind: 'unknown' };
}
