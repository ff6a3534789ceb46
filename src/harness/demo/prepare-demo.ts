import type { Clock } from '../../contract/index.js';
import type { Host, InstallationView } from '../host/host.js';
import { activateDemo } from './connect/activate-demo.js';
import { announceMembers } from './connect/announce-members.js';
import { awaitArrival } from './connect/await-arrival.js';
import { connectDemo } from './connect/connect-demo.js';
import type { Fetch } from './connect/fetch.js';
import { loadMembers } from './connect/load-members.js';
import { nextStep } from './connect/next-step.js';
import type { DemoLedger } from './demo-ledger.js';
import { DEMO_TENANT, SECOND_TENANT, SECOND_TENANT_MEMBERS } from './demo-tenants.js';
import { seedTenant } from './tenant/seed-tenant.js';

/** The least time that members get to arrive, and what each of them adds to it. */
const ARRIVAL_MS = 60_000;
const ARRIVAL_MS_EACH = 100;

/**
 * So many members are announced one by one, as if each had just changed, and waited for. Those beyond come over by an
 * initial load: a hundred thousand marks are no way to begin.
 */
const MOST_ANNOUNCED = 1000;

/** What the demo is set up with. */
export interface DemoOptions {
  readonly host: Host;
  /** The harness's own address. */
  readonly url: string;
  readonly members: number;
  /** The account to connect to; null where a person has to consent (the real Klaviyo). */
  readonly account: string | null;
  readonly ledger: DemoLedger;
  /** Whether this process delivers; true when left out. Another one may not be there yet: it is not waited for. */
  readonly delivers?: boolean;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Told what happens, a sentence each. */
  readonly tell: (sentence: string) => void;
}

/**
 * Brings the demo to where it runs: tenants seeded, every extension of the catalogue installed, connected and active,
 * all members arrived, or on their way by a load where they are many. What an earlier start did is not done again.
 *
 * @throws DemoWalkError when the connection cannot be made
 */
export async function prepareDemo(options: DemoOptions): Promise<void> {
  const { host, members, ledger, clock, tell } = options;
  const seeding = { ledger, today: clock.now() };
  const seeded = await seedTenant(host, DEMO_TENANT, members, seeding);
  if (seeded > 0) tell(`${seeded} demo members made`);
  await seedTenant(host, SECOND_TENANT, SECOND_TENANT_MEMBERS, seeding);

  const active: string[] = [];
  for (const { type, oauth } of host.catalogue()) {
    const view = await installed(options, type);
    const step = nextStep(view, oauth);
    if (step === 'connect') {
      if (options.account === null) {
        tell(`${type} waits for you: open the console and press Connect`);
        continue;
      }
      const { url, account, fetch } = options;
      await connectDemo({ url, tenant: DEMO_TENANT, installation: view.id, account, fetch });
      tell(`${type} connected to ${account}`);
    }
    if (step !== 'none') await activateDemo(host, DEMO_TENANT, view.id);
    active.push(view.id);
  }
  if (active.length === 0) return;

  const announced = Math.min(members, MOST_ANNOUNCED);
  await announceMembers({ host, tenant: DEMO_TENANT, members: announced, ledger, clock });
  if (options.delivers === false) tell('Members arrive as soon as another process delivers');
  else await tellArrival(options, active, announced);
  if (announced === members) return;
  await loadMembers({
    host,
    tenant: DEMO_TENANT,
    members,
    installations: active,
    ledger,
    started: ({ type, total }) =>
      tell(`${type} loads ${total} members; "npm run klaviyo -- runs" shows how far it is`),
  });
}

async function tellArrival(
  { host, members, clock, tell }: DemoOptions,
  installations: readonly string[],
  announced: number,
): Promise<void> {
  const arrived = await awaitArrival({
    host,
    tenant: DEMO_TENANT,
    installations,
    clock,
    timeoutMs: ARRIVAL_MS + announced * ARRIVAL_MS_EACH,
    progress: (waiting) => tell(`${waiting} changes still on their way`),
  });
  const which = announced < members ? `The first ${announced}` : 'All';
  tell(arrived ? `${which} members have arrived` : 'Not all members have arrived yet; the rest follows');
}

async function installed(options: DemoOptions, type: string): Promise<InstallationView> {
  const { host, ledger, tell } = options;
  const there = (await host.installations(DEMO_TENANT)).find((view) => view.type === type);
  if (there) return there;
  const { id } = await host.createInstallation(DEMO_TENANT, type);
  // Whatever was announced before, this one has not heard.
  ledger.write('announced', DEMO_TENANT, 0);
  ledger.write('loaded', DEMO_TENANT, 0);
  tell(`${type} installed`);
  return host.installation(DEMO_TENANT, id);
}
