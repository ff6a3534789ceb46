import type {
  Call,
  DeadLetter,
  Extension,
  Operations,
  Synchronisation,
} from '../../../src/contract/index.js';
import type { Host } from '../../../src/harness/host/host.js';
import type { ShiftableClock } from './shiftable-clock.js';
import { connectAccount } from './connect-account.js';
import type { HostArguments } from './host-arguments.js';
import type { CommandName, HostCommands } from './host-commands.js';

type Handlers = {
  readonly [N in CommandName]: (ask: HostCommands[N]['ask']) => Promise<HostCommands[N]['answer']>;
};

/** Does what a host process is asked. */
export class CommandDesk {
  private readonly handlers: Handlers = {
    put: async ({ members = [], wallets = [], changes = [] }) => {
      const { platform } = this.host;
      await platform.putMembers(this.tenant, members);
      await platform.putWallets(this.tenant, wallets);
      for (const change of changes) await platform.changeAudience(this.tenant, change);
      return null;
    },
    dispatch: ({ items }) => this.host.dispatch(this.tenant, items),
    audience: ({ change }) => this.host.dispatchAudienceChange(this.tenant, change),
    overview: async () => this.operations(({ extension, call }) => extension.overview(call)),
    letters: () => this.operations(allLetters),
    replay: ({ selection }) => this.operations(({ extension, call }) => extension.replay(call, selection)),
    explain: ({ memberId }) =>
      this.operations(({ extension, call }) => extension.explainMember(call, memberId) as Promise<never>),
    plan: ({ request }) => this.operations(({ extension, call }) => extension.planSync(call, request)),
    start: ({ request }) => this.operations(({ extension, call }) => extension.startSync(call, request)),
    run: () =>
      this.operations(async ({ extension, call }) => (await extension.syncRuns(call, {})).items[0] ?? null),
    later: ({ ms }) => {
      this.clock.shift(ms);
      return Promise.resolve(null);
    },
    reconnect: async () => {
      const { klaviyo, account } = this.options;
      await connectAccount(this.host, {
        tenant: this.tenant,
        installation: this.installation,
        klaviyo,
        account,
      });
      await this.host.setActive(this.tenant, this.installation, { active: true });
      return null;
    },
  };

  constructor(
    private readonly host: Host,
    private readonly installation: string,
    private readonly options: HostArguments,
    private readonly clock: ShiftableClock,
  ) {}

  do<N extends CommandName>(name: N, ask: HostCommands[N]['ask']): Promise<HostCommands[N]['answer']> {
    return this.handlers[name](ask);
  }

  private get tenant(): string {
    return this.options.tenant;
  }

  private async operations<T>(work: (entered: Entered) => Promise<T>): Promise<T> {
    const { extension, call } = await this.host.inspect(this.tenant, this.installation);
    return work({ extension: extension as Entered['extension'], call });
  }
}

interface Entered {
  readonly extension: Extension & Operations & Synchronisation;
  readonly call: Call;
}

async function allLetters({ extension, call }: Entered): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  let cursor: string | undefined;
  do {
    const page = await extension.deadLetters(call, {
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    letters.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return letters;
}
