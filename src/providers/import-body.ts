import type { WrittenRequest } from './written-request.js';

/** A profile whose attributes are written already. */
export interface WrittenProfile {
  /** Klaviyo's id, where it is known. */
  readonly id?: string | undefined;
  /** Its attributes, as JSON. */
  readonly json: string;
}

/** Profiles that are shown of an import: all of them would be a second copy. */
const SHOWN = 20;

/**
 * The body of an import as it grows. Each profile becomes bytes as it comes: ten thousand of them take the 5 MB that they
 * have on the wire, and not ten times that as objects.
 */
export class ImportBody {
  /** The profiles' bytes, some in each part. */
  private readonly parts: Buffer[] = [];
  /** Bytes of each profile. */
  private readonly sizes: number[] = [];
  private fresh: string[] = [];
  private length: number;

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
    this.length = Buffer.byteLength(frame(listIds));
  }

  /** UTF-8 bytes of the body as it stands. */
  get bytes(): number {
    return this.length;
  }

  /** @returns false where the body would become too large: then it stays as it is, but for the first, which is taken */
  add(profile: WrittenProfile): boolean {
    const json = resource(profile);
    const size = Buffer.byteLength(json);
    const isFirst = this.sizes.length === 0;
    const length = this.length + size + (isFirst ? 0 : 1);
    if (length > this.most && !isFirst) return false;
    this.fresh.push(json);
    this.sizes.push(size);
    this.length = length;
    return true;
  }

  /** Turns what has come since the last time into bytes. */
  settle(): void {
    if (this.fresh.length === 0) return;
    this.parts.push(Buffer.from(this.fresh.join('')));
    this.fresh = [];
  }

  /**
   * The request as it goes. What is shown of it has the first profiles, and the length of all.
   *
   * @param isIn which of the profiles go, by their place; all of them where it is left out
   */
  finish(isIn: (place: number) => boolean = () => true): WrittenRequest {
    this.settle();
    const profiles = [...this.profiles()].filter((_, place) => isIn(place));
    const written = Buffer.concat([
      Buffer.from(HEAD),
      ...profiles.flatMap((profile, place) => (place === 0 ? [profile] : [COMMA, profile])),
      Buffer.from(frame(this.listIds).slice(HEAD.length)),
    ]);
    const shown = profiles.slice(0, SHOWN).map((profile) => JSON.parse(profile.toString()) as unknown);
    shown.length = profiles.length;
    return { ...this.request, body: bodyOf(shown, this.listIds), written, bytes: written.length };
  }

  private *profiles(): Generator<Buffer> {
    let place = 0;
    for (const part of this.parts) {
      for (let from = 0; from < part.length; place += 1) {
        const end = from + (this.sizes[place] ?? 0);
        yield part.subarray(from, end);
        from = end;
      }
    }
  }
}

const COMMA = Buffer.from(',');

const bodyOf = (profiles: readonly unknown[], listIds: readonly string[]) => ({
  data: {
    type: 'profile-bulk-import-job',
    attributes: { profiles: { data: profiles } },
    ...(listIds.length === 0
      ? {}
      : { relationships: { lists: { data: listIds.map((id) => ({ type: 'list', id })) } } }),
  },
});

const resource = ({ id, json }: WrittenProfile): string =>
  `{"type":"profile",${id === undefined ? '' : `"id":${JSON.stringify(id)},`}"attributes":${json}}`;

/** The body without profiles. */
const frame = (listIds: readonly string[]): string => JSON.stringify(bodyOf([], listIds));

/** Everything before the first profile. */
const HEAD = frame([]).split(']')[0] ?? '';
