import { injectable } from 'inversify';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import { ImportBody } from './import-body.js';
import { type ImportFault, type ImportJob, readImportFault, readImportJob } from './import-job.js';
import type { Outcome, RequestFault } from './outcome.js';
import { pathOfPage } from './page-path.js';
import { type Page, readPage } from './page.js';
import { readAnswer } from './read-answer.js';
import { readData } from './resource.js';

const PATH = '/api/profile-bulk-import-jobs';
/** Klaviyo's most for a page of import errors. */
const ERROR_PAGE = '100';

/**
 * Profiles in bulk: `POST /api/profile-bulk-import-jobs`, up to 10 000 profiles, 5 MB, 100 KB each; 202 with a job that
 * is polled until `complete` or `cancelled`. A malformed e-mail refuses the whole submission with a pointer.
 */
@injectable()
export class ProfileImportsProvider {
  readonly operation = 'bulk_import_profiles';
  readonly jobOperation = 'get_bulk_import_profiles_job';
  readonly jobsOperation = 'get_bulk_import_profiles_jobs';
  readonly errorsOperation = 'get_errors_for_bulk_import_profiles_job';
  /** How the pointer of a refused submission names a list. */
  readonly listPattern = /^\/data\/relationships\/lists\b/;
  /** As {@link listPattern}, with the place of the list as the first capture. */
  readonly listPlacePattern = /^\/data\/relationships\/lists\/data\/(\d+)(?:\/|$)/;
  /** How the pointer of a refused submission, or of a job's error, names a profile. */
  readonly profilePattern = /^\/data\/attributes\/profiles\/data\/(\d+)(?:\/|$)/;

  /**
   * An import that fills up; {@link submit} takes it when it is finished.
   *
   * @param listIds lists that every one of its profiles is put on; that starts the flows of these lists
   * @param most UTF-8 bytes that its body may have
   */
  begin(listIds: readonly string[], most: number): ImportBody {
    return new ImportBody({ operation: this.operation, method: 'POST', path: PATH }, listIds, most);
  }

  /** @param request from {@link begin}, finished */
  async submit(session: KlaviyoSession, request: KlaviyoRequest): Promise<Outcome<ImportJob>> {
    return readAnswer(request, await session.send(request), readJob);
  }

  async job(session: KlaviyoSession, id: string): Promise<Outcome<ImportJob>> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    const request = { operation: this.jobOperation, method: 'GET', path } as const;
    return readAnswer(request, await session.send(request), (body) => {
      const reading = readJob(body);
      // The end of another job is not the end of this one.
      return reading?.value.id === id ? reading : null;
    });
  }

  /**
   * Which lists a refusal of an import names, by the places of its pointers: those, and no other ones. Empty where it
   * speaks of lists without naming one ({@link speaksOfLists}).
   *
   * @param listIds of the import, in the order of its request
   */
  namedLists(faults: readonly RequestFault[], listIds: readonly string[]): readonly string[] {
    const named = new Set(
      faults.flatMap(({ pointer }) => {
        const place = this.listPlacePattern.exec(pointer ?? '')?.[1];
        return place === undefined ? [] : (listIds[Number(place)] ?? []);
      }),
    );
    return listIds.filter((id) => named.has(id));
  }

  /** Whether a refusal of an import is about its lists, named or not. */
  speaksOfLists(faults: readonly RequestFault[]): boolean {
    return faults.some(({ pointer }) => this.listPattern.test(pointer ?? ''));
  }

  /** Jobs of the account that have not ended, whoever made them. @param path of the page, from the page before */
  async unfinished(session: KlaviyoSession, path: string | null): Promise<Outcome<Page<ImportJob>>> {
    const filter = new URLSearchParams({ filter: 'any(status,["queued","processing"])' }).toString();
    const page = path ?? `${PATH}?${filter}`;
    const request = { operation: this.jobsOperation, method: 'GET', path: pathOfPage(page) } as const;
    const answer = await session.send(request);
    return readAnswer(request, answer, () => readPage(page, answer, readImportJob));
  }

  /** @param path of the page, from the page before */
  async errors(
    session: KlaviyoSession,
    id: string,
    path: string | null,
  ): Promise<Outcome<Page<ImportFault>>> {
    const size = new URLSearchParams({ 'page[size]': ERROR_PAGE }).toString();
    const page = path ?? `${PATH}/${encodeURIComponent(id)}/import-errors?${size}`;
    const request = { operation: this.errorsOperation, method: 'GET', path: pathOfPage(page) } as const;
    const answer = await session.send(request);
    return readAnswer(request, answer, () =>
      readPage(page, answer, (resource) => readImportFault(resource, this.profilePattern)),
    );
  }
}

const readJob = (body: unknown): { readonly value: ImportJob } | null => {
  const data = readData(body);
  const value = data && readImportJob(data);
  return value && { value };
};
