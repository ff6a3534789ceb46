import { CliError } from '../cli-error.js';
import type { StartFlags } from './start-flags.js';

/** The credentials of the platform's app at the vendor. */
interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Which Klaviyo this start talks to. */
export type VendorPlan =
  | { readonly kind: 'emulator'; readonly credentials: Credentials }
  | { readonly kind: 'url'; readonly url: string; readonly credentials: Credentials }
  | { readonly kind: 'live'; readonly credentials: Credentials };

/** The app that every emulator knows. */
const LOCAL: Credentials = { clientId: 'wll-local', clientSecret: 'wll-local-secret' };

/**
 * Decides which Klaviyo it is, and with which credentials. The environment counts for the real Klaviyo only: whoever
 * has it set for good must not send a real secret to an emulator.
 *
 * @throws CliError when the real one is asked for without credentials
 */
export function planVendor(
  flags: Pick<StartFlags, 'klaviyo' | 'clientId' | 'clientSecret'>,
  env: Readonly<Record<string, string | undefined>>,
): VendorPlan {
  const { klaviyo, clientId, clientSecret } = flags;
  if (klaviyo === 'live') {
    const id = clientId ?? env['KLAVIYO_CLIENT_ID'];
    const secret = clientSecret ?? env['KLAVIYO_CLIENT_SECRET'];
    if (!id || !secret) {
      throw new CliError(
        '--klaviyo live needs --client-id and --client-secret, or KLAVIYO_CLIENT_ID and KLAVIYO_CLIENT_SECRET.',
        2,
      );
    }
    return { kind: 'live', credentials: { clientId: id, clientSecret: secret } };
  }
  const credentials = {
    clientId: clientId ?? LOCAL.clientId,
    clientSecret: clientSecret ?? LOCAL.clientSecret,
  };
  return klaviyo === undefined
    ? { kind: 'emulator', credentials }
    : { kind: 'url', url: klaviyo, credentials };
}
