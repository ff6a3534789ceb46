import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SyncKind, SyncRun } from '../../../src/contract/index.js';
import { memberId } from '../feed/members.js';
import { HostProcess } from '../host/host-process.js';
import { SurvivingHost } from '../host/surviving-host.js';
import { EmulatorAdmin } from '../../emulator/emulator-admin.js';
import { EmulatorProcess } from '../../emulator/emulator-process.js';
import type { AccountState } from '../klaviyo/account-state.js';
import { prepareLists } from '../klaviyo/prepare-lists.js';
import { JournalReader } from '../../bench/measure/journal-reader.js';
import { countBy } from '../../bench/measure/count-by.js';
import { leastImports } from '../../bench/measure/least-imports.js';
import { sleep } from '../sleep.js';
import { checkLoad } from './check-load.js';
import type { LoadOptions } from './load-options.js';
import type { LoadReport } from './load-report.js';
import { audienceOf, enrolmentOf } from './programme.js';

const MANIFEST = fileURLToPath(new URL('../../../../plugin.manifest.json', import.meta.url));
const TENANT = 'demo';
const ACCOUNT = 'DEMO01';
const AUDIENCE = 'regulars';
const STRANGERS = ['one', 'two', 'three'].map((name) => `${name}-on-the-list@loyalty-demo.net`);
const IMPORT = 'bulk_import_profiles';
const CHUNK = 5_000;
const LOOK_MS = 100;
/** A reconciliation passes over what was written in the last ten minutes. */
const LONG_AFTER_MS = 601_000;
const STALL_MS = 180_000;

/**
 * A programme with years of history is loaded by a host that is killed over it, into a Klaviyo with its limits; then
 * Klaviyo is compared with the platform, by us and by a reconciliation.
 */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const directory = await mkdtemp(join(tmpdir(), 'klaviyo-load-'));
  const log = openSync(join(directory, 'processes.log'), 'a');
  const emulator = await EmulatorProcess.start({ log });
  try {
    return await play(options, { directory, log, klaviyo: emulator.url });
  } finally {
    await emulator.stop();
    closeSync(log);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Ground {
  readonly directory: string;
  readonly log: number;
  readonly klaviyo: string;
}

async function play(options: LoadOptions, { directory, log, klaviyo }: Ground): Promise<LoadReport> {
  const { members, audience, padding, tell } = options;
  const admin = new EmulatorAdmin(klaviyo);
  const [list] = await prepareLists(admin, ACCOUNT, [
    { mode: 'mirror', audienceIds: [AUDIENCE], strangers: STRANGERS },
  ]);
  if (!list) throw new Error('There is no list.');
  const mappings = [{ audienceId: AUDIENCE, listId: list.listId, mode: list.mode }];
  const host = new SurvivingHost(
    () =>
      new HostProcess(
        { directory, manifest: MANIFEST, tenant: TENANT, klaviyo, account: ACCOUNT, mappings },
        log,
      ),
  );
  try {
    tell(`${members} members enrol`);
    await enrol(host, members, audience, padding);
    const plan = await host.insist('plan', { request: { kind: 'load' } });
    tell(`planned: ${plan.members.create} profiles to make, ${seconds(plan.expectedMs)}`);
    const journal = await JournalReader.fromNow(admin);
    const begun = Date.now();
    const load = await journal.during(
      follow(host, 'load', options.tell, killer(host, options.killsAt, options.tell)),
    );
    const loadMs = Date.now() - begun;
    const requests = await journal.finish();
    const state = await admin.account<AccountState>(ACCOUNT);
    const findings = checkLoad(state, members, audience, { listId: list.listId, strangers: list.found });
    tell('loaded and compared; now the reconciliation, eleven minutes later');
    await host.insist('later', { ms: LONG_AFTER_MS });
    const reconcileFrom = Date.now();
    const reconciliation = await follow(host, 'reconcile', options.tell, () => Promise.resolve());
    const jobs = state.jobs.map(({ total }) => total);
    const bytes = requests
      .filter(({ operation, status }) => operation === IMPORT && status < 300)
      .reduce((sum, request) => sum + request.bytes, 0);
    return {
      plan,
      load,
      reconciliation,
      kills: options.killsAt.length,
      imports: jobs.length,
      imported: jobs.reduce((sum, total) => sum + total, 0),
      largestImport: Math.max(0, ...jobs),
      leastImports: leastImports(bytes, [audience, members - audience]),
      requests: countBy(requests, ({ operation }) => operation),
      throttled: requests.filter(({ status }) => status === 429).length,
      crashes: host.crashes,
      findings,
      violations: (await admin.violations()).violations,
      loadMs,
      reconcileMs: Date.now() - reconcileFrom,
    };
  } finally {
    await host.stop();
  }
}

async function enrol(host: SurvivingHost, members: number, audience: number, padding: number): Promise<void> {
  for (let from = 0; from < members; from += CHUNK) {
    await host.insist('put', enrolmentOf(from, Math.min(members, from + CHUNK), padding));
  }
  const ids = audienceOf(members, audience).map(memberId);
  for (let from = 0; from < ids.length; from += CHUNK) {
    const change = { audienceId: AUDIENCE, joined: ids.slice(from, from + CHUNK), left: [] };
    await host.insist('put', { changes: [change] });
  }
}

type Watch = (run: SyncRun) => Promise<void>;

/** Starts a run and follows it to its end. @throws Error where it stands still */
async function follow(
  host: SurvivingHost,
  kind: SyncKind,
  tell: LoadOptions['tell'],
  watch: Watch,
): Promise<SyncRun> {
  await host.insist('start', { request: { kind } });
  let movedAt = Date.now();
  let stands = '';
  for (;;) {
    const run = await host.insist('run', {});
    if (run?.kind !== kind) throw new Error(`The ${kind} is gone.`);
    if (run.state !== 'running') return run;
    await watch(run);
    const now = `${kind} ${run.phase}: ${run.done} of ${run.total}`;
    if (now !== stands) movedAt = Date.now();
    else if (Date.now() - movedAt > STALL_MS) throw new Error(`It stands still at ${stands}.`);
    else if (Date.now() - movedAt < LOOK_MS * 2) tell(now);
    stands = now;
    await sleep(LOOK_MS);
  }
}

/** Kills the host each time that the run has come so far. */
function killer(host: SurvivingHost, killsAt: readonly number[], tell: LoadOptions['tell']): Watch {
  const left = [...killsAt].sort((a, b) => a - b);
  return async ({ done, total }) => {
    const next = left[0];
    if (next === undefined || done < next * total) return;
    left.shift();
    tell(`kill -9 at ${done} of ${total}`);
    await host.kill();
  };
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;
