import type { Schema } from './schema.js';

const says = (message: string) => ({ says: { code: 'invalid_query', message } });

const once: Schema = { type: 'string', ...says('Give this parameter once.') };
const time: Schema = { instant: 'text', ...says('Give a time as epoch milliseconds or ISO-8601.') };
const query = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  // Taken away, not refused.
  additionalProperties: false,
});

const page = {
  cursor: once,
  limit: { type: 'integer', minimum: 1, maximum: 1000, ...says('limit takes 1 to 1000.') },
  memberId: once,
} as const satisfies Record<string, Schema>;

/** `?cursor&limit&memberId` of a paged route. */
export const pageQuery = query(page);

/** `?cursor&limit&memberId&operation&result&from&until`; times are epoch milliseconds or ISO-8601. */
export const activityQuery = query({ ...page, operation: once, result: once, from: time, until: time });

/** `?cursor&limit&memberId&cause&code&from&until`. */
export const deadLetterQuery = query({ ...page, cause: once, code: once, from: time, until: time });

/** `?search&cursor` of a dropdown. */
export const optionsQuery = query({ search: once, cursor: once });
export interface OptionsAsked {
  readonly search?: string;
  readonly cursor?: string;
}

/** `?search&cursor&limit` of the members. */
export const membersQuery = query({
  search: { ...once, default: '' },
  cursor: once,
  limit: { ...page.limit, default: 25 },
});
export interface MembersAsked {
  readonly search: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** `?search&offset` of what the local vendor holds. */
export const vendorQuery = query({
  search: { ...once, default: '' },
  offset: {
    type: 'integer',
    minimum: 0,
    maximum: 9_999_999,
    default: 0,
    ...says('offset takes a whole number.'),
  },
});
export interface VendorAsked {
  readonly search: string;
  readonly offset: number;
}

/** `?notify=`: with `false` the platform's data changes and nobody is told, as when a reactor changes a wallet. */
export const noticeQuery = query({
  notify: { type: 'boolean', default: true, ...says('notify takes true or false.') },
});
export interface NoticeAsked {
  readonly notify: boolean;
}
