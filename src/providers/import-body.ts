import type { WrittenRequest } from './written-request.js';

/** A profile whose attributes are written already. */
export interface WrittenProfile {
  /** Klaviyo's id, where it is known. */
  readonly id?: string | undefined;
  /** Its attributes, as JSON. */
  readonly json: string;
  /** Names of properties that are taken out of it. */
  readonly unset?: readonly string[] | undefined;
}

/** Profiles that are shown of an import: all of them would be a second copy. */
const SHOWN = 20;
/** Bytes that are set aside at first: most imports of live work need no more. */
const SMALLEST = 65_536;

/**
 * The body of an import as it grows. Each profile becomes bytes as it comes: ten thousand of them take the 5 MB that they
 * have on the wire, and not ten times that as objects.
 */
export class ImportBody {
  /** What is written so far: everything up to the last profile. */
  private buffer = Buffer.allocUnsafe(SMALLEST);
  private length: number;
  /** Where each profile ends in it. */
  private readonly ends: number[] = [];
  private readonly tail: Buffer;

  /**
   * @param request the import without its body
   * @param listIds lists that every one of them is put on
   * @param most UTF-8 bytes that the body may have
   */
  constructor(
    private readonly request: Omit<WrittenRequest, 'body' | 'written' | 'bytes'>,
    private readonly listIds: readonly string[],
    private readonly most: number,
  ) {
    this.length = this.buffer.write(HEAD);
    this.tail = Buffer.from(JSON.stringify(bodyOf([], listIds)).slice(HEAD.length));
  }

  /** UTF-8 bytes of the body as it stands. */
  get bytes(): number {
    return this.length + this.tail.length;
  }

  /** @returns false where the body would become too large: then it stays as it is, but for the first, which is taken */
  add({ id, json, unset = [] }: WrittenProfile): boolean {
    const isFirst = this.ends.length === 0;
    const known = id === undefined ? '' : `"id":${JSON.stringify(id)},`;
    // Beside the attributes, as in the single call. Source: OpenAPI, `ProfileUpsertQueryResourceObject`.
    const meta = unset.length === 0 ? '' : `,"meta":${JSON.stringify({ patch_properties: { unset } })}`;
    const profile = `${isFirst ? '' : ','}{"type":"profile",${known}"attributes":${json}${meta}}`;
    const size = Buffer.byteLength(profile);
    if (!isFirst && this.bytes + size > this.most) return false;
    this.reserve(size);
    this.length += this.buffer.write(profile, this.length);
    this.ends.push(this.length);
    return true;
  }

  /**
   * The request as it goes; nothing is added any more. What is shown of it has the first profiles, and the length of all.
   *
   * @param isIn which of the profiles go, by their place; all of them where it is left out
   */
  finish(isIn: (place: number) => boolean = () => true): WrittenRequest {
    this.keep(isIn);
    this.reserve(this.tail.length);
    this.tail.copy(this.buffer, this.length);
    const shown = this.ends.slice(0, SHOWN).map((end, place): unknown => {
      // Each but the first stands behind a comma.
      const from = place === 0 ? HEAD.length : (this.ends[place - 1] ?? 0) + 1;
      return JSON.parse(this.buffer.toString('utf8', from, end));
    });
    shown.length = this.ends.length;
    return {
      ...this.request,
      body: bodyOf(shown, this.listIds),
      written: this.buffer.subarray(0, this.bytes),
      bytes: this.bytes,
    };
  }

  /** Moves the profiles that stay together. */
  private keep(isIn: (place: number) => boolean): void {
    const ends = this.ends.splice(0);
    this.length = HEAD.length;
    let from = HEAD.length;
    for (const [place, end] of ends.entries()) {
      const isFirst = place === 0;
      const start = isFirst ? from : from + 1;
      from = end;
      if (!isIn(place)) continue;
      if (this.ends.length > 0) this.length += this.buffer.write(',', this.length);
      this.buffer.copyWithin(this.length, start, end);
      this.length += end - start;
      this.ends.push(this.length);
    }
  }

  /** To its full size at once: the pages are taken as they are filled, and growing step by step leaves as much behind. */
  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.most, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

const bodyOf = (profiles: readonly unknown[], listIds: readonly string[]) => ({
  data: {
    type: 'profile-bulk-import-job',
    attributes: { profiles: { data: profiles } },
    ...(listIds.length === 0
      ? {}
      : { relationships: { lists: { data: listIds.map((id) => ({ type: 'list', id })) } } }),
  },
});

/** Everything before the first profile. */
const HEAD = JSON.stringify(bodyOf([], [])).split(']')[0] ?? '';
