import type { Overview } from '../../../src/contract/index.js';
import type { Ledger } from '../feed/ledger.js';
import type { SurvivingHost } from '../host/surviving-host.js';
import type { EmulatorAdmin } from '../../emulator/emulator-admin.js';
import type { AccountState } from '../klaviyo/account-state.js';
import { sleep } from '../sleep.js';
import { checkAccount } from './check-account.js';
import { countFindings } from './count-findings.js';
import type { Findings } from './findings.js';
import type { LetterBook } from './letter-book.js';
import type { ListExpectation } from './list-expectation.js';
import type { Rest } from './rest.js';

const LOOK_MS = 1_000;
const TELL_MS = 15_000;
/** Of so many members the extension is asked what it knows when time is over. */
const EXPLAINED = 5;

/** What is watched until it rests. */
export interface RestParts {
  readonly host: SurvivingHost;
  readonly admin: EmulatorAdmin;
  readonly account: string;
  readonly ledger: Ledger;
  readonly expectations: readonly ListExpectation[];
  readonly letters: LetterBook;
  /** Epoch ms: what hangs in Klaviyo has landed by then. */
  readonly landed: () => number;
  /** Told of a connection that was lost, mends it. */
  readonly mend: (overview: Overview) => Promise<void>;
  readonly patienceMs: number;
  readonly steadyMs: number;
  readonly tell: (sentence: string) => void;
}

/**
 * Waits until nothing waits and everything is right, and stays so. A write in doubt is sent again after a minute
 * without counting as waiting, so what is wrong gets time as long as it becomes less.
 */
export async function comeToRest(parts: RestParts): Promise<Rest> {
  const { host, admin, account, ledger, expectations, patienceMs, steadyMs, tell } = parts;
  const begun = Date.now();
  const look = async () => checkAccount(ledger, await admin.account<AccountState>(account), expectations);
  let least = Infinity;
  let movedAt = begun;
  let toldAt = begun;
  let rightSince: number | null = null;
  for (;;) {
    const overview = await host.insist('overview', {});
    await parts.mend(overview);
    const open = waitingIn(overview) + (await replayLetters(parts, overview));
    const now = Date.now();
    // What is wrong while something waits says nothing.
    const findings = open === 0 && now >= parts.landed() ? await look() : null;
    const wrong = findings ? countFindings(mendable(findings)) : Infinity;
    // What comes again after its doubt waits for a moment, and changes nothing that was right.
    if (findings) rightSince = wrong === 0 ? (rightSince ?? now) : null;
    if (findings && rightSince !== null && now - rightSince >= steadyMs) {
      return { findings, timedOut: false, waiting: [], ms: rightSince - begun };
    }
    const left = findings ? wrong : ledger.acceptedEvents + open;
    if (left < least) {
      least = left;
      movedAt = now;
    }
    if (now - movedAt > patienceMs && (rightSince === null || !findings)) {
      const last = findings ?? (await look());
      return { findings: last, timedOut: true, waiting: await stuck(host, overview, last), ms: now - begun };
    }
    if (now - toldAt > TELL_MS) {
      toldAt = now;
      tell(`${counted(overview)}${findings ? `, ${wrong} findings` : ''}`);
    }
    await sleep(LOOK_MS);
  }
}

/** What was recorded twice or in the wrong order stays so: nothing is gained by waiting. */
const mendable = (findings: Findings): Findings => ({
  ...findings,
  doubled: [],
  disordered: [],
  strange: [],
});

const waitingIn = ({ counts }: Overview): number => counts.waitingEvents + counts.waitingStates;

const counted = ({ counts }: Overview): string =>
  `${counts.waitingEvents} events, ${counts.waitingStates} states and ${counts.deadLetters} dead letters wait`;

/** @returns how many dead letters went back into the queue */
async function replayLetters({ host, letters }: RestParts, { counts }: Overview): Promise<number> {
  if (counts.deadLetters === 0) return 0;
  const all = await host.insist('letters', {});
  letters.note(all);
  const { replayed } = await host.insist('replay', { selection: { ids: all.map(({ id }) => id) } });
  return replayed;
}

async function stuck(
  host: SurvivingHost,
  overview: Overview,
  findings: Findings,
): Promise<readonly string[]> {
  const sentences = (Object.values(findings) as readonly (readonly string[])[]).flat();
  const members = new Set(sentences.flatMap((sentence) => /\bmember-\d+/.exec(sentence) ?? []));
  const explained = await Promise.all(
    [...members].slice(0, EXPLAINED).map(async (memberId) => {
      return JSON.stringify(await host.insist('explain', { memberId }));
    }),
  );
  return [`the connection is ${overview.state}; ${counted(overview)}`, ...explained];
}
