import { injectable } from 'inversify';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import { type ImportJob, readImportJob } from './import-job.js';
import type { Outcome } from './outcome.js';
import { readAnswer } from './read-answer.js';
import { readData } from './resource.js';

/** Properties that are to go from a profile. */
export interface ProfileToClear {
  /** Klaviyo's id. */
  readonly id: string;
  /** Names of properties. */
  readonly unset: readonly string[];
}

/**
 * Takes properties off profiles in bulk: an import that carries nothing but `meta.patch_properties.unset`, up to 10 000
 * profiles; 202 with a job as any import has.
 */
@injectable()
export class ProfileClearingProvider {
  readonly operation = 'bulk_import_profiles';

  async submit(session: KlaviyoSession, profiles: readonly ProfileToClear[]): Promise<Outcome<ImportJob>> {
    const request: KlaviyoRequest = {
      operation: this.operation,
      method: 'POST',
      path: '/api/profile-bulk-import-jobs',
      body: {
        data: {
          type: 'profile-bulk-import-job',
          attributes: {
            profiles: {
              data: profiles.map(({ id, unset }) => ({
                type: 'profile',
                id,
                attributes: {},
                meta: { patch_properties: { unset } },
              })),
            },
          },
        },
      },
    };
    return readAnswer(request, await session.send(request), (body) => {
      const data = readData(body);
      const value = data && readImportJob(data);
      return value && { value };
    });
  }
}
