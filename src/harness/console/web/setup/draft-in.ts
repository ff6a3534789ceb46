import type { InstallationView } from '../../../host/host.js';

/**
 * The installation that is being set up: the one that the address names, else a draft of the type that somebody has
 * left, so that no second one is made.
 */
export const draftIn = (
  installations: readonly InstallationView[],
  type: string,
  named: string,
): InstallationView | undefined =>
  installations.find(({ id }) => id === named) ??
  installations.find((one) => one.type === type && one.check?.state === 'draft');
