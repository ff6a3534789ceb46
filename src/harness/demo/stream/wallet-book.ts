import type { Wallet } from '../../../contract/index.js';
import { demoWallet } from '../tenant/demo-wallet.js';
import { walletOf } from '../tenant/wallet-of.js';

/**
 * The wallets that the stream has moved. The rest are as the demo began, so only members who did something take room.
 */
export class WalletBook {
  private readonly moved = new Map<number, Wallet>();

  constructor(
    private readonly tenant: string,
    private readonly today: number,
  ) {}

  /** Adds (or takes) points; a balance never falls below 0. */
  move(index: number, points: number): Wallet {
    const before = this.moved.get(index) ?? demoWallet(this.tenant, index, this.today);
    const earned = (before.lifetimeEarn ?? 0) + Math.max(0, points);
    const after = {
      ...walletOf(before.memberId, Math.max(0, before.points + points), earned),
      ...(before.pointsDueToExpire ? { pointsDueToExpire: before.pointsDueToExpire } : {}),
    };
    this.moved.set(index, after);
    return after;
  }
}
