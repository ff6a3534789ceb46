import { CliError } from '../cli-error.js';
import type { EmulatorHealth } from './emulator-health.js';

/** What was found before an emulator is started. */
export interface EmulatorFindings {
  /** As asked for; 0 for any. */
  readonly port: number;
  /** The emulator's data folder of this start. */
  readonly data: string;
  /** Who answers at the port asked for. */
  readonly atPort: EmulatorHealth | 'other' | 'nobody';
  /** The emulator last started over this data folder, where it still answers with it. */
  readonly earlier: { readonly url: string; readonly pid: number } | null;
}

/** Take the one that runs, or start one at this port. */
export type EmulatorChoice =
  | { readonly kind: 'adopt'; readonly url: string; readonly pid: number }
  | { readonly kind: 'start'; readonly port: number };

/**
 * Decides which emulator serves this start. Two over one data folder would overwrite each other, so one that already
 * runs over it is taken, or is a reason to stop.
 *
 * @throws CliError
 */
export function chooseEmulator({ port, data, atPort, earlier }: EmulatorFindings): EmulatorChoice {
  const wanted = `http://127.0.0.1:${port}`;
  if (typeof atPort === 'object' && atPort.data === data)
    return { kind: 'adopt', url: wanted, pid: atPort.pid };
  if (earlier && (port === 0 || earlier.url === wanted)) return { kind: 'adopt', ...earlier };
  if (earlier) {
    throw new CliError(
      `A local Klaviyo already serves ${data} at ${earlier.url}: use its port with --emulator-port, or stop it.`,
    );
  }
  if (typeof atPort === 'object') {
    throw new CliError(
      `At port ${port} runs a local Klaviyo with other data (${atPort.data ?? 'none'}): choose another port with --emulator-port.`,
    );
  }
  if (atPort === 'other') {
    throw new CliError(
      `Port ${port} is in use by something that is no local Klaviyo: choose another with --emulator-port.`,
    );
  }
  return { kind: 'start', port };
}
