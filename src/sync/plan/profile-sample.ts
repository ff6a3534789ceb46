import { inject, injectable } from 'inversify';
import {
  type Call,
  type Clock,
  type Directory,
  HOST,
  type Member,
  type Wallet,
} from '../../contract/index.js';
import { YIELD_EVERY, yieldToEventLoop } from '../../delivery/index.js';
import { identifiersOf, pointsProperties, profileAttributes, withUpdatedAt } from '../../mapping/index.js';
import type { Settings } from '../../settings/index.js';

/** Profiles that are made to learn from; the first pass over them warms the machine up, the second is timed. */
const MOST = 1_000;
/** Fewer tell nothing about the machine. */
const LEAST_TIMED = 200;

/** What profiles as they would be sent are like, on average. */
export interface SampledProfiles {
  /** Of one profile with its points. */
  readonly bytes: number;
  /** Microseconds to make one on this machine; null where there are too few to tell. */
  readonly micros: number | null;
}

/** Makes some profiles as a load would, and sends none. */
@injectable()
export class ProfileSample {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
  ) {}

  async measure(call: Call, settings: Settings, members: readonly Member[]): Promise<SampledProfiles> {
    const some = members.slice(0, MOST);
    if (some.length === 0) return { bytes: 0, micros: null };
    const wallets = await this.directory.wallets(
      call.tenant,
      some.map(({ id }) => id),
    );
    await this.pass(settings, some, wallets);
    const { bytes, ms } = await this.pass(settings, some, wallets);
    return {
      bytes: bytes / some.length,
      micros: some.length < LEAST_TIMED ? null : (ms * 1_000) / some.length,
    };
  }

  private async pass(
    settings: Settings,
    members: readonly Member[],
    wallets: ReadonlyMap<string, Wallet>,
  ): Promise<{ readonly bytes: number; readonly ms: number }> {
    let bytes = 0;
    let ms = 0;
    for (let from = 0; from < members.length; from += YIELD_EVERY) {
      const begun = performance.now();
      for (const member of members.slice(from, from + YIELD_EVERY)) {
        bytes += this.bytesOf(settings, member, wallets.get(member.id));
      }
      ms += performance.now() - begun;
      await yieldToEventLoop();
    }
    return { bytes, ms };
  }

  private bytesOf(settings: Settings, member: Member, wallet: Wallet | undefined): number {
    const { email, phone } = identifiersOf(member);
    const identity = { ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
    const attributes = profileAttributes(member, identity, settings);
    const points = wallet ? pointsProperties(wallet, settings, this.clock.now()) : {};
    const properties = withUpdatedAt({ ...attributes.properties, ...points }, this.clock.now(), settings);
    return Buffer.byteLength(JSON.stringify({ type: 'profile', attributes: { ...attributes, properties } }));
  }
}
