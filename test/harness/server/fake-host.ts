import type {
  AudienceChange,
  Call,
  Configured,
  Connected,
  EventItem,
  Extension,
  Inspection,
  Issues,
  Operations,
  Redirect,
  Refused,
  Synchronisation,
} from '../../../src/contract/index.js';
import { Fault } from '../../../src/contract/index.js';
import type { Host, InstallationView, WireReceipt } from '../../../src/harness/host/host.js';

/** One call that the server made, as a test asks for it. */
export interface Recorded {
  readonly what: string;
  readonly with: readonly unknown[];
}

/** A host in memory: records what it is asked and answers what it is told. */
export class FakeHost implements Host {
  readonly calls: Recorded[] = [];
  /** What the next calls of a name throw. */
  readonly faults = new Map<string, Error>();
  connectAnswer: Redirect | Connected | Refused = {
    status: 'redirect',
    url: 'http://127.0.0.1:4010/oauth/authorize?state=i1.x',
  };
  callbackAnswer: Connected | Refused = {
    status: 'connected',
    account: { id: 'DEMO01', name: 'Demo Coffee' },
    scopes: [],
    active: false,
  };
  configureAnswer: Configured | Issues = { status: 'configured', settings: {}, revision: 1, active: false };
  setActiveAnswer: Awaited<ReturnType<Host['setActive']>> = this.configureAnswer;
  audienceChanges: readonly AudienceChange[] = [];
  extension: Partial<Inspection & Operations & Synchronisation> = {};
  receipt: (item: EventItem) => WireReceipt = (item) => ({ id: item.id ?? '', status: 'accepted' });

  readonly platform: Host['platform'] = {
    putMembers: (...args) => this.record('putMembers', args, undefined),
    putWallets: (...args) => this.record('putWallets', args, undefined),
    putAudiences: (...args) => this.record('putAudiences', args, this.audienceChanges),
    changeAudience: (...args) => this.record('changeAudience', args, undefined),
    putEventTypes: (...args) => this.record('putEventTypes', args, undefined),
    putEvents: (...args) => this.record('putEvents', args, undefined),
    noteEvents: (...args) => this.record('noteEvents', args, undefined),
    settle: () => Promise.resolve(),
    searchMembers: (...args) => this.record('searchMembers', args, { items: [{ id: 'm1' }], next: 'm1' }),
    audiences: (...args) =>
      this.record('audiences', args, [{ id: 'a1', name: 'Gold', isActive: true, members: 2 }]),
    eventTypes: (...args) => this.record('eventTypes', args, [{ type: 'VISITED_VENUE' }]),
    counts: (...args) => this.record('counts', args, { members: 3, wallets: 2, audiences: 1 }),
  };

  readonly exports: Host['exports'] = {
    list: (...args) => this.record('exports', args, [{ installation: 'i1', runId: 'r1', items: 2, at: 1 }]),
    lines: async function* () {
      yield await Promise.resolve('{"id":"e1"}\n');
      yield '{"id":"e2"}\n';
    },
    remove: (...args) => this.record('removeExport', args, undefined),
  };

  catalogue(): ReturnType<Host['catalogue']> {
    return [
      {
        type: 'KLAVIYO',
        id: 'klaviyo',
        name: 'Klaviyo',
        description: 'Sends',
        version: '0.1.0',
        oauth: true,
        capabilities: [],
        settingsSchema: { type: 'object' },
      },
    ];
  }

  refused(): ReturnType<Host['refused']> {
    return [
      { manifest: '/somewhere/plugin.manifest.json', code: 'contract_mismatch', message: 'Made for 9.' },
    ];
  }

  createInstallation(tenant: string, type: string) {
    return this.record('createInstallation', [tenant, type], view({ tenant, type }));
  }

  installations(tenant: string) {
    return this.record('installations', [tenant], [view({ tenant })]);
  }

  installation(tenant: string, id: string) {
    this.known(id);
    return this.record('installation', [tenant, id], view({ tenant, id }));
  }

  setActive(...args: Parameters<Host['setActive']>) {
    this.known(args[1]);
    return this.record('setActive', args, this.setActiveAnswer);
  }

  removeInstallation(...args: Parameters<Host['removeInstallation']>) {
    this.known(args[1]);
    return this.record('removeInstallation', args, { status: 'done' as const, issues: [] });
  }

  connect(...args: Parameters<Host['connect']>) {
    this.known(args[1]);
    return this.record('connect', args, this.connectAnswer);
  }

  callback(...args: Parameters<Host['callback']>) {
    return this.record('callback', args, this.callbackAnswer);
  }

  configuration(...args: Parameters<Host['configuration']>) {
    this.known(args[1]);
    return this.record('configuration', args, { settings: {}, revision: 0, active: false });
  }

  configure(...args: Parameters<Host['configure']>) {
    this.known(args[1]);
    return this.record('configure', args, this.configureAnswer);
  }

  dispatch(tenant: string, items: readonly EventItem[]) {
    return this.record(
      'dispatch',
      [tenant, items],
      items.map((item) => this.receipt(item)),
    );
  }

  dispatchAudienceChange(tenant: string, change: AudienceChange) {
    const receipt: WireReceipt = { id: change.audienceId, status: 'accepted' };
    return this.record('dispatchAudienceChange', [tenant, change], receipt);
  }

  inspect(tenant: string, id: string) {
    this.known(id);
    return this.record('inspect', [tenant, id], {
      extension: this.extension as Extension & Partial<Inspection & Operations & Synchronisation>,
      call: { tenant, installation: id } as Call,
    });
  }

  health() {
    return this.record('health', [], { ok: true, extensions: { klaviyo: { ok: true } } });
  }

  stop() {
    return Promise.resolve();
  }

  /** The arguments of each call of this name. */
  asked(what: string): (readonly unknown[])[] {
    return this.calls.filter((call) => call.what === what).map((call) => call.with);
  }

  private record<T>(what: string, args: readonly unknown[], answer: T): Promise<T> {
    const fault = this.faults.get(what);
    if (fault) return Promise.reject(fault);
    this.calls.push({ what, with: args });
    return Promise.resolve(answer);
  }

  private known(id: string): void {
    if (id === 'i1') return;
    throw new Fault({
      kind: 'config',
      code: 'installation_not_found',
      message: 'There is no such installation.',
    });
  }
}

/** An installation that runs. */
export function view(over: Partial<InstallationView> = {}): InstallationView {
  return {
    id: 'i1',
    tenant: 'demo',
    type: 'KLAVIYO',
    active: true,
    reason: null,
    createdAt: 0,
    check: { state: 'active', account: { id: 'DEMO01', name: 'Demo Coffee' }, issues: [] },
    problems: [],
    ...over,
  };
}
