import { injectable } from 'inversify';
import type { JsonObject } from '../contract/index.js';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { readProfileId } from './profile-result.js';
import { readAnswer } from './read-answer.js';
import { readAllData } from './resource.js';

/** A profile as it should be. What is left out stays as it is in Klaviyo, `null` clears. */
export interface ProfileToSend {
  /** Klaviyo's id, where it is known. */
  readonly id?: string;
  readonly attributes: JsonObject;
  /** Properties that are taken out of it. */
  readonly unset?: readonly string[];
}

/** A profile as Klaviyo shows it. */
export interface FoundProfile {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What is compared of a profile. */
const LOOKED_AT = 'external_id,email,phone_number,first_name,last_name,properties';

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
          ...(profile.unset?.length ? { meta: { patch_properties: { unset: profile.unset } } } : {}),
        },
      },
    };
  }

  async send(session: KlaviyoSession, profile: ProfileToSend): Promise<Outcome<string>> {
    const request = this.request(profile);
    return readAnswer(request, await session.send(request), readProfileId);
  }

  /** Profiles by `external_id` as they stand, with their fields and properties; at most {@link findMost}. */
  async look(
    session: KlaviyoSession,
    externalIds: readonly string[],
  ): Promise<Outcome<readonly FoundProfile[]>> {
    return this.search(session, `any(external_id,${JSON.stringify(externalIds)})`, LOOKED_AT);
  }

  /** The same by Klaviyo's own ids. */
  async lookByIds(
    session: KlaviyoSession,
    ids: readonly string[],
  ): Promise<Outcome<readonly FoundProfile[]>> {
    return this.search(session, `any(id,${JSON.stringify(ids)})`, LOOKED_AT);
  }

  /** Which of these addresses have a profile; at most {@link findMost}. */
  async emails(
    session: KlaviyoSession,
    emails: readonly string[],
  ): Promise<Outcome<readonly FoundProfile[]>> {
    return this.search(session, `any(email,${JSON.stringify(emails)})`, 'email');
  }

  private async search(
    session: KlaviyoSession,
    filter: string,
    fields: string,
  ): Promise<Outcome<readonly FoundProfile[]>> {
    const query = new URLSearchParams({
      filter,
      'fields[profile]': fields,
      'page[size]': String(this.findMost),
    }).toString();
    const request = { operation: this.findOperation, method: 'GET', path: `/api/profiles?${query}` } as const;
    return readAnswer(request, await session.send(request), (body) => {
      const value = readAllData(body);
      return value && { value };
    });
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
    const outcome = await this.search(
      session,
      `any(external_id,${JSON.stringify(externalIds)})`,
      'external_id',
    );
    if (outcome.kind !== 'done') return outcome;
    const value = outcome.value.map(({ id, attributes }) => [textOf(attributes['external_id']), id] as const);
    return { ...outcome, value };
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
