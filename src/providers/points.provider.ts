import { injectable } from 'inversify';
import type { JsonObject } from '../contract/index.js';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { readProfileId } from './profile-result.js';
import { readAnswer } from './read-answer.js';

/** A member's points as profile properties, for a profile whose id is known. */
export interface PointsToSend {
  readonly profileId: string;
  readonly properties: JsonObject;
}

/**
 * Points: `PATCH /api/profiles/{id}`, whose body repeats the id. 404 when the profile was merged or deleted: the
 * caller then falls back to profile-import.
 */
@injectable()
export class PointsProvider {
  readonly operation = 'update_profile';

  request(points: PointsToSend): KlaviyoRequest {
    return {
      operation: this.operation,
      method: 'PATCH',
      path: `/api/profiles/${encodeURIComponent(points.profileId)}`,
      body: {
        data: { type: 'profile', id: points.profileId, attributes: { properties: points.properties } },
      },
    };
  }

  async send(session: KlaviyoSession, points: PointsToSend): Promise<Outcome<string>> {
    const request = this.request(points);
    return readAnswer(request, await session.send(request), readProfileId);
  }
}
