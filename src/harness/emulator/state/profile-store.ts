import type { Profile } from './profile.js';
import { Sequence } from './sequence.js';
import type { Remember, StateRecord } from './state-record.js';

interface Version {
  /** When this version was replaced. */
  readonly until: number;
  /** What stood until then; null where there was no profile yet. */
  readonly profile: Profile | null;
}

/** The profiles of one account, found by id, e-mail, telephone number and external id without a scan. */
export class ProfileStore {
  readonly #byId = new Map<string, Profile>();
  readonly #inOrder = new Sequence<Profile>();
  readonly #byEmail = new Map<string, string>();
  readonly #byPhone = new Map<string, string>();
  /** Not unique: Klaviyo stores external ids and does not merge on them. */
  readonly #byExternalId = new Map<string, string[]>();
  readonly #mergedInto = new Map<string, string>();
  readonly #earlier = new Map<string, Version[]>();
  #seq = 0;

  constructor(
    private readonly account: string,
    private readonly remember: Remember,
    /** How long versions are kept for reads that lag behind; 0 keeps none. */
    private readonly keepVersionsMs: () => number,
  ) {}

  get size(): number {
    return this.#byId.size;
  }

  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  all(): IterableIterator<Profile> {
    return this.#byId.values();
  }

  /** In the order of their creation, from behind a place in it. */
  after(seq: number): Iterable<Profile> {
    return this.#inOrder.after(seq);
  }

  get(id: string): Profile | undefined {
    return this.#byId.get(id);
  }

  byEmail(email: string): Profile | undefined {
    return this.#at(this.#byEmail.get(email.toLowerCase()));
  }

  byPhone(phone: string): Profile | undefined {
    return this.#at(this.#byPhone.get(phone));
  }

  byExternalId(externalId: string): readonly Profile[] {
    return (this.#byExternalId.get(externalId) ?? []).flatMap((id) => this.#at(id) ?? []);
  }

  mergedInto(id: string): string | undefined {
    return this.#mergedInto.get(id);
  }

  /** The profile as it stood at a time; null where there was none. */
  asOf(profile: Profile, at: number): Profile | null {
    for (const version of this.#earlier.get(profile.id) ?? []) {
      if (version.until > at) return version.profile;
    }
    return profile;
  }

  /** Stores a profile, new or changed. The identifiers must be free or its own. */
  put(profile: Profile): void {
    const before = this.#byId.get(profile.id);
    const keep = this.keepVersionsMs();
    if (keep > 0) this.#keepVersion(profile, before ?? null, keep);
    this.#place(profile, before);
    this.remember({ k: 'profile', a: this.account, v: profile });
  }

  delete(id: string): void {
    if (!this.#displace(id)) return;
    this.remember({ k: '-profile', a: this.account, id });
  }

  /** Removes a profile in favour of another; its id answers 404 from now on. */
  merge(id: string, into: string): void {
    this.#displace(id);
    this.#mergedInto.set(id, into);
    this.remember({ k: 'merge', a: this.account, id, to: into });
  }

  restore(record: StateRecord): boolean {
    if (record.k === 'profile') {
      const profile = record.v as Profile;
      this.#seq = Math.max(this.#seq, profile.seq);
      this.#place(profile, this.#byId.get(profile.id));
    } else if (record.k === '-profile') this.#displace(record.id ?? '');
    else if (record.k === 'merge') {
      this.#displace(record.id ?? '');
      this.#mergedInto.set(record.id ?? '', record.to ?? '');
    } else return false;
    return true;
  }

  *records(): Generator<StateRecord> {
    for (const profile of this.#byId.values()) yield { k: 'profile', a: this.account, v: profile };
    for (const [id, to] of this.#mergedInto) yield { k: 'merge', a: this.account, id, to };
  }

  #at(id: string | undefined): Profile | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  #place(profile: Profile, before: Profile | undefined): void {
    if (before !== undefined) this.#unindex(before);
    this.#byId.set(profile.id, profile);
    this.#inOrder.set(profile);
    if (profile.email !== null) this.#byEmail.set(profile.email, profile.id);
    if (profile.phone_number !== null) this.#byPhone.set(profile.phone_number, profile.id);
    if (profile.external_id !== null) {
      const others = this.#byExternalId.get(profile.external_id) ?? [];
      this.#byExternalId.set(profile.external_id, [...others, profile.id]);
    }
  }

  #displace(id: string): boolean {
    const profile = this.#byId.get(id);
    if (profile === undefined) return false;
    this.#unindex(profile);
    this.#byId.delete(id);
    this.#inOrder.delete(profile.seq);
    this.#earlier.delete(id);
    return true;
  }

  #unindex(profile: Profile): void {
    if (profile.email !== null) this.#byEmail.delete(profile.email);
    if (profile.phone_number !== null) this.#byPhone.delete(profile.phone_number);
    if (profile.external_id === null) return;
    const others = (this.#byExternalId.get(profile.external_id) ?? []).filter((id) => id !== profile.id);
    if (others.length === 0) this.#byExternalId.delete(profile.external_id);
    else this.#byExternalId.set(profile.external_id, others);
  }

  #keepVersion(profile: Profile, before: Profile | null, keepMs: number): void {
    const now = profile.updated;
    const versions = (this.#earlier.get(profile.id) ?? []).filter((version) => version.until > now - keepMs);
    this.#earlier.set(profile.id, [...versions, { until: now, profile: before }]);
  }
}
