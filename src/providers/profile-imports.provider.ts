import { injectable } from 'inversify';
import type { KlaviyoAnswer, KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import { ImportBody } from './import-body.js';
import type { Outcome } from './outcome.js';
import { pageOf, type Page, type Resource } from './page.js';
import { readAnswer } from './read-answer.js';

/** A job as Klaviyo tells of it. Its states are read leniently: what is not an end is under way. */
export interface ImportJob {
  readonly id: string;
  /** `complete` and `cancelled` are the ends; `null` while it is queued or runs. */
  readonly end: 'complete' | 'cancelled' | null;
  readonly total: number;
  readonly failed: number;
  /** Epoch milliseconds; null where it is not told. */
  readonly createdAt: number | null;
}

/** One profile that a job could not take. */
export interface ImportFault {
  readonly code: string;
  readonly title: string;
  readonly pointer: string | null;
  /** Its place in the request, by the pointer; null where that names none. */
  readonly index: number | null;
  /** The member's id in the payload that comes back with the error; null where there is none. */
  readonly externalId: string | null;
}

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
  async submit(session: KlaviyoSession, request: KlaviyoRequest): Promise<Outcome<ImportJob | null>> {
    return readAnswer(await session.send(request), jobIn);
  }

  async job(session: KlaviyoSession, id: string): Promise<Outcome<ImportJob | null>> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    return readAnswer(await session.send({ operation: this.jobOperation, method: 'GET', path }), jobIn);
  }

  /** Jobs of the account that have not ended, whoever made them. @param path of the page, from the page before */
  async unfinished(session: KlaviyoSession, path: string | null): Promise<Outcome<Page<ImportJob>>> {
    const filter = new URLSearchParams({ filter: 'any(status,["queued","processing"])' }).toString();
    const request = {
      operation: this.jobsOperation,
      method: 'GET',
      path: path ?? `${PATH}?${filter}`,
    } as const;
    return readAnswer(await session.send(request), (answer) => pageOf(answer, readJob));
  }

  /** @param path of the page, from the page before */
  async errors(
    session: KlaviyoSession,
    id: string,
    path: string | null,
  ): Promise<Outcome<Page<ImportFault>>> {
    const size = new URLSearchParams({ 'page[size]': ERROR_PAGE }).toString();
    const first = `${PATH}/${encodeURIComponent(id)}/import-errors?${size}`;
    const request = { operation: this.errorsOperation, method: 'GET', path: path ?? first } as const;
    return readAnswer(await session.send(request), (answer) =>
      pageOf(answer, (resource) => readFault(resource, this.profilePattern)),
    );
  }
}

type Attributes = Readonly<Record<string, unknown>>;

const jobIn = (answer: KlaviyoAnswer): ImportJob | null => {
  const data = (answer.body as { data?: Resource } | null)?.data;
  return data?.id ? readJob(data) : null;
};

const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

function readJob({ id, attributes = {} }: Resource): ImportJob {
  const { status, total_count: total, failed_count: failed, created_at: created } = attributes;
  const createdAt = typeof created === 'string' ? Date.parse(created) : NaN;
  return {
    id,
    end: status === 'complete' || status === 'cancelled' ? status : null,
    total: count(total),
    failed: count(failed),
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
  };
}

function readFault({ attributes = {} }: Resource, pattern: RegExp): ImportFault {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const source = attributes['source'] as { pointer?: unknown } | undefined;
  const pointer = text(source?.pointer);
  const index = pattern.exec(pointer ?? '')?.[1];
  const payload = attributes['original_payload'] as { attributes?: Attributes } | undefined;
  return {
    code: text(attributes['code']) ?? 'import_error',
    title: text(attributes['title']) ?? 'Klaviyo could not take this profile.',
    pointer,
    index: index === undefined ? null : Number(index),
    externalId: text(payload?.attributes?.['external_id']),
  };
}
