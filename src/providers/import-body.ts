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
  private readonly parts: Buffer[] = [];
  private readonly first: WrittenProfile[] = [];
  private fresh: string[] = [];
  private length: number;
  private profiles = 0;

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
    this.length = Buffer.byteLength(HEAD) + Buffer.byteLength(this.tail());
  }

  /** Profiles that it holds. */
  get size(): number {
    return this.profiles;
  }

  /** UTF-8 bytes of the body as it stands. */
  get bytes(): number {
    return this.length;
  }

  /** @returns false where the body would become too large: then it stays as it is, but for the first, which is taken */
  add(profile: WrittenProfile): boolean {
    const json = `${this.profiles === 0 ? '' : ','}${resource(profile)}`;
    const bytes = Buffer.byteLength(json);
    if (this.profiles > 0 && this.length + bytes > this.most) return false;
    this.fresh.push(json);
    this.length += bytes;
    this.profiles += 1;
    if (this.first.length < SHOWN) this.first.push(profile);
    return true;
  }

  /** Turns what has come since the last time into bytes. */
  settle(): void {
    if (this.fresh.length === 0) return;
    this.parts.push(Buffer.from(this.fresh.join('')));
    this.fresh = [];
  }

  /** The request as it goes. What is shown of it has the first profiles, and the length of all. */
  finish(): WrittenRequest {
    this.settle();
    const shown: unknown[] = this.first.map((profile) => JSON.parse(resource(profile)) as unknown);
    shown.length = this.profiles;
    return {
      ...this.request,
      body: bodyOf(shown, this.listIds),
      written: Buffer.concat([Buffer.from(HEAD), ...this.parts, Buffer.from(this.tail())]),
      bytes: this.length,
    };
  }

  private tail(): string {
    return JSON.stringify(bodyOf([], this.listIds)).slice(HEAD.length);
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

const resource = ({ id, json }: WrittenProfile): string =>
  `{"type":"profile",${id === undefined ? '' : `"id":${JSON.stringify(id)},`}"attributes":${json}}`;

/** Everything before the first profile. */
const HEAD = JSON.stringify(bodyOf([], [])).split(']')[0] ?? '';
