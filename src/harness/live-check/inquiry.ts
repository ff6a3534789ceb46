import { randomBytes } from 'node:crypto';
import { partOf, textOf, wordsOf, type LiveAnswer } from './live-answer.js';
import type { LiveKlaviyo } from './live-klaviyo.js';

/** A question that could not be asked, with the reason. */
export class UnaskedError extends Error {}

/** What a question works with: Klaviyo, addresses of its own, and a list of what is to be taken away again. */
export class Inquiry {
  readonly #profiles = new Set<string>();
  readonly #lists = new Set<string>();
  readonly #run = randomBytes(4).toString('hex');
  #count = 0;

  constructor(
    readonly klaviyo: LiveKlaviyo,
    private readonly domain: string,
    /** How long events and erasures are waited for. */
    readonly patienceMs: number,
    readonly pause: (ms: number) => Promise<void>,
  ) {}

  /** A text that nobody had before. */
  name(): string {
    this.#count += 1;
    return `live-check-${this.#run}-${this.#count}`;
  }

  email(local = this.name()): string {
    return `${local}@${this.domain}`;
  }

  /** Makes a profile that is erased at the end. @returns its id */
  async makeProfile(attributes: object): Promise<string> {
    const answer = await this.klaviyo.call('POST', 'profile-import', profileBody(attributes));
    const id = textOf(answer.json, 'data', 'id');
    if (id === '') throw new UnaskedError(`no profile could be made: ${wordsOf(answer)}`);
    this.#profiles.add(id);
    return id;
  }

  /** Makes a list that is deleted at the end. @returns its id */
  async makeList(): Promise<string> {
    const answer = await this.klaviyo.call('POST', 'lists', {
      data: { type: 'list', attributes: { name: this.name() } },
    });
    const id = textOf(answer.json, 'data', 'id');
    if (id === '') throw new UnaskedError(`no list could be made: ${wordsOf(answer)}`);
    this.#lists.add(id);
    return id;
  }

  /** Remembers a profile that a call may have made, so that it is erased at the end. */
  async noteProfile(filter: string): Promise<string | null> {
    const answer = await this.klaviyo.call('GET', `profiles?filter=${encodeURIComponent(filter)}`);
    const id = textOf(answer.json, 'data', 0, 'id');
    if (id === '') return null;
    this.#profiles.add(id);
    return id;
  }

  /** Remembers the profile that an answer shows. */
  noteAnswered(answer: LiveAnswer): void {
    const id = textOf(answer.json, 'data', 'id');
    if (answer.status < 300 && id !== '') this.#profiles.add(id);
  }

  async eraseProfile(id: string): Promise<void> {
    const answer = await this.klaviyo.call('POST', 'data-privacy-deletion-jobs', {
      data: {
        type: 'data-privacy-deletion-job',
        attributes: { profile: { data: { type: 'profile', id, attributes: {} } } },
      },
    });
    if (answer.status !== 202 && answer.status !== 404) {
      throw new UnaskedError(`profile ${id} could not be erased: ${wordsOf(answer)}`);
    }
    this.#profiles.delete(id);
  }

  async eventsOf(profile: string): Promise<number> {
    const filter = encodeURIComponent(`equals(profile_id,"${profile}")`);
    const answer = await this.klaviyo.call('GET', `events?filter=${filter}`);
    const events = partOf(answer.json, 'data');
    return Array.isArray(events) ? events.length : 0;
  }

  /** Takes away all that was made. @returns what could not be, in words */
  async cleanUp(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const id of this.#profiles) {
      await this.eraseProfile(id).catch((error: unknown) => left.push(String(error)));
    }
    for (const id of this.#lists) {
      const answer = await this.klaviyo.call('DELETE', `lists/${id}`).catch(() => null);
      if (answer?.status !== 204 && answer?.status !== 404) left.push(`list ${id} could not be deleted`);
    }
    return left;
  }
}

/** A profile as the API takes it. */
export const profileBody = (attributes: object, more: object = {}): object => ({
  data: { type: 'profile', ...more, attributes },
});
