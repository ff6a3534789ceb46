import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Chaos } from './chaos/chaos.js';
import { phasesOf } from './chaos/phases-of.js';
import { runPhases } from './chaos/run-phases.js';
import { comeToRest } from './check/come-to-rest.js';
import { LetterBook } from './check/letter-book.js';
import type { ListExpectation } from './check/list-expectation.js';
import { Dice } from './dice.js';
import { failuresOf } from './failures-of.js';
import { feed } from './feed/feed.js';
import { Gate } from './feed/gate.js';
import { Ledger } from './feed/ledger.js';
import { emailOf, FIRST_NAME, FIRST_POINTS, memberOf, walletOf } from './feed/members.js';
import { writeScript } from './feed/write-script.js';
import { ConnectionWatch } from './host/connection-watch.js';
import type { Mapping } from './host/host-arguments.js';
import { HostProcess } from './host/host-process.js';
import { SurvivingHost } from './host/surviving-host.js';
import { EmulatorAdmin } from '../emulator/emulator-admin.js';
import { EmulatorProcess } from '../emulator/emulator-process.js';
import type { AccountState } from './klaviyo/account-state.js';
import { JournalWatch } from './klaviyo/journal-watch.js';
import { prepareLists } from './klaviyo/prepare-lists.js';
import { switchPositions } from './klaviyo/switch-positions.js';
import type { Report } from './report.js';
import type { RunOptions } from './run-options.js';
import { sleep } from './sleep.js';

const MANIFEST = fileURLToPath(new URL('../../../plugin.manifest.json', import.meta.url));
const TENANT = 'demo';
const ACCOUNT = 'DEMO01';
const AUDIENCES = ['regulars', 'gold', 'readers'] as const;
const PROGRESS_MS = 15_000;
const VIOLATIONS_SHOWN = 5;
const DISORDERED_SHOWN = 4;

/**
 * One run: a host that is killed over and over, a Klaviyo that misbehaves, a platform that goes on; and at the end
 * the two compared. The directory with the logs is kept where something is wrong.
 *
 * @throws Error where the run itself cannot be played
 */
export async function runFaults(options: RunOptions): Promise<Report> {
  const directory = await mkdtemp(join(tmpdir(), 'klaviyo-faults-'));
  const log = openSync(join(directory, 'processes.log'), 'a');
  const emulator = await EmulatorProcess.start({ limits: options.limits, log });
  try {
    const report = await play(options, new EmulatorAdmin(emulator.url), {
      directory,
      klaviyo: emulator.url,
      log,
    });
    if (failuresOf(report).length === 0) {
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }
    return report;
  } finally {
    await emulator.stop();
    closeSync(log);
  }
}

interface Ground {
  readonly directory: string;
  readonly klaviyo: string;
  readonly log: number;
}

async function play(options: RunOptions, admin: EmulatorAdmin, ground: Ground): Promise<Report> {
  const { seed, tell } = options;
  const begun = Date.now();
  const dice = (name: string) => new Dice(`${seed} ${name}`);
  const switches = switchPositions(options.switches, dice('switches'));
  await admin.set(switches);
  const expectations = await prepareLists(admin, ACCOUNT, [
    // Two audiences that overlap on one list: leaving one must not take off whom the other keeps on.
    {
      mode: 'mirror',
      audienceIds: AUDIENCES.slice(0, 2),
      strangers: [...strangers('first'), emailOf(0), emailOf(1)],
    },
    {
      mode: 'add-only',
      audienceIds: AUDIENCES.slice(2),
      strangers: [...strangers('second'), emailOf(2)],
    },
  ]);
  // Klaviyo's reads may lag: whoever was put there has to be seen.
  await sleep(switches.readDelayMs);

  const host = new SurvivingHost(
    () =>
      new HostProcess(
        {
          directory: ground.directory,
          manifest: MANIFEST,
          tenant: TENANT,
          klaviyo: ground.klaviyo,
          account: ACCOUNT,
          mappings: mappingsOf(expectations),
        },
        ground.log,
      ),
  );
  const chaos = new Chaos(admin, dice('chaos'));
  const journal = new JournalWatch(admin, (id) => chaos.scriptOf(id));
  const connection = new ConnectionWatch(host);
  const ledger = new Ledger();
  const letters = new LetterBook();
  const progress = setInterval(() => {
    tell(
      `${ledger.acceptedEvents} of ${options.events} events and ${ledger.acceptedStates} of ` +
        `${options.states} changes accepted, ${host.starts.length} starts`,
    );
  }, PROGRESS_MS);
  try {
    await putMembers(host, options.members);
    journal.start();
    chaos.start();
    connection.start();
    const gate = new Gate();
    const phases = phasesOf(options);
    const seasons = phases.map(({ share }) => share);
    const items = writeScript({ ...options, audiences: AUDIENCES, seasons }, dice('script'));
    const fedFrom = Date.now();
    const fed = feed(items, { host, ledger, gate }, seed).then(() => Date.now() - fedFrom);
    // A kill that nobody waits for any more must not end the run before its reason is told.
    fed.catch(() => undefined);
    await runPhases({ host, dice: dice('kills'), gate, end: items.length }, phases);
    const fedMs = await fed;
    await chaos.stop();
    await connection.stop();
    await journal.read();
    clearInterval(progress);
    tell('no more faults; what was accepted has to arrive');
    const rest = await comeToRest({
      host,
      admin,
      account: ACCOUNT,
      ledger,
      expectations,
      letters,
      landed: () => journal.lastLanding,
      mend: (overview) => connection.mend(overview),
      patienceMs: options.patienceMs,
      steadyMs: options.steadyMs,
      tell,
    });
    await journal.read();
    for (const sentence of rest.findings.disordered.slice(0, DISORDERED_SHOWN)) {
      for (const id of sentence.match(/event-\d+/g) ?? []) tell(journal.trace.of(id));
    }
    const { contract, count, violations } = await admin.violations();
    const { jobs } = await admin.account<AccountState>(ACCOUNT);
    return {
      options,
      switches,
      rest,
      accepted: {
        events: ledger.acceptedEvents,
        states: ledger.acceptedStates,
        members: ledger.touched.size,
      },
      receipts: { duplicates: ledger.duplicates, busy: ledger.busy },
      refusals: ledger.refusals,
      letters: { codes: letters.codes, unexplained: letters.unexplained(jobs) },
      host: {
        kills: options.kills,
        crashes: host.crashes,
        failures: host.failures,
        startsMs: host.starts,
      },
      reconnects: connection.reconnects,
      faults: chaos.met,
      requests: journal.counts,
      avoidable429: countBy(journal.avoidable().map(({ operation }) => operation)),
      violations: { contract, count, first: violations.slice(0, VIOLATIONS_SHOWN) },
      fedMs,
      totalMs: Date.now() - begun,
      directory: ground.directory,
    };
  } finally {
    clearInterval(progress);
    journal.stop();
    await host.stop();
    await connection.stop();
    // What it has to say was said, unless something worse was on its way already.
    await chaos.stop().catch(() => undefined);
  }
}

const strangers = (list: string): readonly string[] =>
  ['one', 'two', 'three'].map((name) => `${name}-on-the-${list}@loyalty-demo.net`);

const mappingsOf = (expectations: readonly ListExpectation[]): readonly Mapping[] =>
  expectations.flatMap(({ listId, mode, audienceIds }) =>
    audienceIds.map((audienceId) => ({ audienceId, listId, mode })),
  );

/** The platform knows everybody from the start, and tells of nobody yet. */
async function putMembers(host: SurvivingHost, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, number) => number);
  await host.insist('put', {
    members: numbers.map((number) => memberOf(number, FIRST_NAME)),
    wallets: numbers.map((number) => walletOf(number, FIRST_POINTS)),
  });
}

const countBy = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};
