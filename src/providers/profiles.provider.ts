import { injectable } from 'inversify';
import type { JsonObject } from '../contract/index.js';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { profileIdOf } from './profile-result.js';
import { readAnswer } from './read-answer.js';

/** A profile as it shall be. What is left out stays as it is in Klaviyo, `null` clears. */
export interface ProfileToSend {
  /** Klaviyo's id, where it is known. */
  readonly id?: string;
  readonly attributes: JsonObject;
}

/** Profiles: the upsert `POST /api/profile-import`, 201 created or 200 updated, which answers with the id. */
@injectable()
export class ProfilesProvider {
  readonly operation = 'create_or_update_profile';

  request(profile: ProfileToSend): KlaviyoRequest {
    return {
      operation: this.operation,
      method: 'POST',
      path: '/api/profile-import',
      body: {
        data: {
          type: 'profile',
          ...(profile.id === undefined ? {} : { id: profile.id }),
          attributes: profile.attributes,
        },
      },
    };
  }

  async send(session: KlaviyoSession, profile: ProfileToSend): Promise<Outcome<string | null>> {
    return readAnswer(await session.send(this.request(profile)), profileIdOf);
  }
}
