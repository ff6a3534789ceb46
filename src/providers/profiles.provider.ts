import { injectable } from 'inversify';
import type { JsonObject } from '../contract/index.js';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { pageOf } from './page.js';
import { profileIdOf } from './profile-result.js';
import { readAnswer } from './read-answer.js';

/** A profile as it shall be. What is left out stays as it is in Klaviyo, `null` clears. */
export interface ProfileToSend {
  /** Klaviyo's id, where it is known. */
  readonly id?: string;
  readonly attributes: JsonObject;
}

/**
 * Profiles: the upsert `POST /api/profile-import`, 201 created or 200 updated, which answers with the id; and
 * `GET /api/profiles` to find the ids of profiles that came by another way.
 */
@injectable()
export class ProfilesProvider {
  readonly operation = 'create_or_update_profile';
  readonly findOperation = 'get_profiles';
  /** Ids in one search at most: Klaviyo's page, and an address that every proxy takes. */
  readonly findMost = 100;

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

  /**
   * Profiles by `external_id`, at most {@link findMost}. Klaviyo does not keep it unique: the same one may come twice.
   *
   * @returns pairs of external id and profile id
   */
  async find(
    session: KlaviyoSession,
    externalIds: readonly string[],
  ): Promise<Outcome<readonly (readonly [externalId: string, id: string])[]>> {
    const query = new URLSearchParams({
      filter: `any(external_id,${JSON.stringify(externalIds)})`,
      'fields[profile]': 'external_id',
      'page[size]': String(this.findMost),
    }).toString();
    const request = { operation: this.findOperation, method: 'GET', path: `/api/profiles?${query}` } as const;
    return readAnswer(
      await session.send(request),
      (answer) =>
        pageOf<readonly [string, string]>(answer, ({ id, attributes }) => [
          typeof attributes?.['external_id'] === 'string' ? attributes['external_id'] : '',
          id,
        ]).items,
    );
  }
}
