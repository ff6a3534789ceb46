import { useInstallations } from '../api/use-installations.js';

/** An account that an installation is connected to. */
export interface ConnectedAccount {
  readonly id: string;
  readonly name: string;
}

/** The accounts that the tenant's installations are, or were, connected to. */
export function useAccounts(): readonly ConnectedAccount[] {
  const { data } = useInstallations();
  const accounts = (data ?? []).flatMap(({ check }) => check?.account ?? []);
  return [...new Map(accounts.map((account) => [account.id, account])).values()];
}
