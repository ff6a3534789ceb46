import { isRecord, readErrorCode, readPointer } from '../klaviyo/index.js';
import { maskedText } from './masked-text.js';
import type { Resource } from './resource.js';

/** A job as Klaviyo tells of it. Its states are read leniently: what is not an end is under way. */
export interface ImportJob {
  readonly id: string;
  /** `complete` and `cancelled` are the ends; `null` while it is queued or runs. */
  readonly end: 'complete' | 'cancelled' | null;
  readonly total: number;
  /** How many it has gone through so far: without a change of it there is no progress. */
  readonly completed: number;
  readonly failed: number;
  /** Epoch milliseconds; null where it is not told. */
  readonly createdAt: number | null;
}

/** One profile that a job could not take. */
export interface ImportFault {
  readonly code: string;
  /** Nothing personal in it. */
  readonly title: string;
  readonly pointer: string | null;
  /** Its place in the request, by the pointer; null where that names none. */
  readonly index: number | null;
  /** The member's id in the payload that comes back with the error; null where there is none. */
  readonly externalId: string | null;
}

/** A count that Klaviyo leaves out is none; null for what is no count. */
const readCount = (value: unknown): number | null => {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
};

/** Reads a job; null where its state or its numbers cannot be read: by them members are taken for sent. */
export function readImportJob({ id, attributes }: Resource): ImportJob | null {
  const { status, created_at: created } = attributes;
  const total = readCount(attributes['total_count']);
  const completed = readCount(attributes['completed_count']);
  const failed = readCount(attributes['failed_count']);
  if (typeof status !== 'string' || total === null || completed === null || failed === null) return null;
  const createdAt = typeof created === 'string' ? Date.parse(created) : NaN;
  return {
    id,
    end: status === 'complete' || status === 'cancelled' ? status : null,
    total,
    completed,
    failed,
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
  };
}

/** @param pattern how a pointer names a profile, its place as the first capture */
export function readImportFault({ attributes }: Resource, pattern: RegExp): ImportFault {
  const { code, title, source, original_payload: payload } = attributes;
  const pointer = isRecord(source) ? readPointer(source['pointer']) : null;
  const index = pattern.exec(pointer ?? '')?.[1];
  const sent = isRecord(payload) && isRecord(payload['attributes']) ? payload['attributes'] : {};
  const externalId = sent['external_id'];
  return {
    code: code === undefined ? 'import_error' : readErrorCode(code),
    title: (typeof title === 'string' ? maskedText(title) : null) ?? 'Klaviyo could not take this profile.',
    pointer,
    index: index === undefined ? null : Number(index),
    externalId: typeof externalId === 'string' && externalId !== '' ? externalId : null,
  };
}
