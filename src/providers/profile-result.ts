import type { KlaviyoAnswer } from '../klaviyo/index.js';

/** The profile's id in an answer of profile-import or a profile update; null where it is not told. */
export function profileIdOf(answer: KlaviyoAnswer): string | null {
  const id = (answer.body as { data?: { id?: unknown } } | null)?.data?.id;
  return typeof id === 'string' && id !== '' ? id : null;
}
