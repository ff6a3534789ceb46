import type { JsonObject } from '../../../src/contract/index.js';
import { benchCall } from './bench-call.js';
import type { KlaviyoUnderBench } from './klaviyo-under-bench.js';

/** The account of the emulator that everything goes to. */
export const BENCH_ACCOUNT = 'DEMO01';

const BROWSER = 'the-browser-of-the-bench';

/** Connects the installation by OAuth, consent page included, and saves it active. */
export async function connectKlaviyo(
  loaded: KlaviyoUnderBench,
  emulatorUrl: string,
  settings: JsonObject,
): Promise<void> {
  const begun = await loaded.connect(benchCall, { step: 'begin', browser: BROWSER });
  if (begun.status !== 'redirect') throw new Error(`no redirect: ${begun.status}`);
  const back = await consent(begun.url, emulatorUrl);
  const connected = await loaded.connect(benchCall, { step: 'callback', browser: BROWSER, ...back });
  if (connected.status !== 'connected') throw new Error(`not connected: ${JSON.stringify(connected)}`);
  const saved = await loaded.configure(benchCall, { settings, active: true, expectedRevision: 0 });
  if (saved.status !== 'configured') throw new Error(JSON.stringify(saved.issues));
}

async function consent(url: string, emulatorUrl: string): Promise<{ state: string; code: string }> {
  const response = await fetch(new URL('/oauth/authorize', emulatorUrl), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      ...Object.fromEntries(new URL(url).searchParams),
      account: BENCH_ACCOUNT,
      role: 'owner',
      decision: 'allow',
    }),
  });
  const { searchParams } = new URL(response.headers.get('location') ?? '', emulatorUrl);
  return { state: searchParams.get('state') ?? '', code: searchParams.get('code') ?? '' };
}
