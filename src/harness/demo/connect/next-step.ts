import type { InstallationView } from '../../host/host.js';

/**
 * What the demo has to do with an installation that is there.
 * - `connect`: it was never authorised, or the vendor refuses it;
 * - `activate`: it is authorised and was not yet switched on;
 * - `none`: it runs, or somebody switched it off and it stays off.
 */
export function nextStep(view: InstallationView, oauth: boolean): 'connect' | 'activate' | 'none' {
  const state = view.check?.state ?? 'draft';
  if (state === 'needs-reconnect') return 'connect';
  if (state === 'draft') return oauth && view.check?.account === undefined ? 'connect' : 'activate';
  if (state === 'connected') return 'activate';
  return 'none';
}
