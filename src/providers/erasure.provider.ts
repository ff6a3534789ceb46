import { injectable } from 'inversify';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { readAnswer, readNothing } from './read-answer.js';

/**
 * Erasure: `POST /api/data-privacy-deletion-jobs`, 202 with an empty body. It deletes the profile with all that is known
 * of it, asynchronously, and cannot be undone; 404 where there is no such profile. Needs `data-privacy:write`.
 */
@injectable()
export class ErasureProvider {
  readonly operation = 'request_profile_deletion';

  async erase(session: KlaviyoSession, profileId: string): Promise<Outcome> {
    // By the id alone: Klaviyo refuses several identifiers, and an address may be another member's by now.
    const profile = { data: { type: 'profile', id: profileId, attributes: {} } };
    const request: KlaviyoRequest = {
      operation: this.operation,
      method: 'POST',
      path: '/api/data-privacy-deletion-jobs',
      body: { data: { type: 'data-privacy-deletion-job', attributes: { profile } } },
    };
    return readAnswer(request, await session.send(request), readNothing);
  }
}
