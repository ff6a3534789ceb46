import { inject, injectable } from 'inversify';
import {
  HOST,
  NOT_ACTIVE,
  type AudienceChange,
  type Call,
  type Check,
  type Clock,
  type Configuration,
  type ConfigureRequest,
  type Configured,
  type EventItem,
  type Extension,
  type Inspection,
  type Issues,
  type Lifecycle,
  type Logger,
  type OptionsPage,
  type Receipt,
  type Refused,
  type UninstallReport,
  type UninstallRequest,
} from '../../contract/index.js';
import { AuditStore } from './audit-store.js';
import { classifyItem } from './classify-item.js';
import { settingsIssues, type AuditSettings } from './settings-issues.js';

/**
 * The smallest complete extension: it keeps one row of each event handed over. There is no vendor, so there is nothing
 * to connect and nothing to deliver later; what a larger extension has beside this is its business, not the contract's.
 */
@injectable()
export class AuditExtension implements Extension, Lifecycle, Inspection {
  constructor(
    @inject(AuditStore) private readonly store: AuditStore,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
  ) {}

  start(): Promise<void> {
    this.logger.debug({}, 'The audit log is ready');
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  connect(): Promise<Refused> {
    const message = 'The audit log connects to nothing; save it with Active.';
    return Promise.resolve({ status: 'refused', issue: { path: '', code: 'nothing_to_connect', message } });
  }

  async configure(call: Call, request: ConfigureRequest): Promise<Configured | Issues> {
    const issues = settingsIssues(request.settings);
    if (issues.length > 0) return { status: 'issues', issues };
    const { settings, active, expectedRevision } = request;
    const inForce = await this.store.configuration(call.installation);
    if (inForce.revision !== expectedRevision) return conflict();
    if (request.dryRun) return { status: 'configured', ...inForce, settings, active };
    const next = { settings, active, revision: expectedRevision + 1 };
    const replaced = await this.store.replaceConfiguration(call.installation, next, expectedRevision);
    return replaced ? { status: 'configured', ...next } : conflict();
  }

  async onEvent(call: Call, items: readonly EventItem[]): Promise<readonly Receipt[]> {
    const { settings, active } = await this.store.configuration(call.installation);
    if (!active) return items.map((item) => notActive(item.id));
    const classified = items.map((item) => classifyItem(item, settings as AuditSettings));
    const at = this.clock.now();
    const rows = classified.flatMap((one) =>
      'keep' in one ? [{ installation: call.installation, kind: 'event' as const, at, ...one.keep }] : [],
    );
    const fresh = new Set(await this.store.insertNew(rows));
    return classified.map((one) => {
      if ('receipt' in one) return one.receipt;
      // Once: the second of two items with one id in the same call is the duplicate.
      return { id: one.keep.id, status: fresh.delete(one.keep.id) ? 'accepted' : 'duplicate' };
    });
  }

  /** Memberships are no events: they are taken note of by nobody here. */
  async onAudienceChange(call: Call, change: AudienceChange): Promise<Receipt> {
    const { active } = await this.store.configuration(call.installation);
    return active ? { id: change.audienceId, status: 'accepted' } : notActive(change.audienceId);
  }

  async uninstall(call: Call, request: UninstallRequest): Promise<UninstallReport> {
    if (request.mode === 'purge') await this.store.purge(call.installation);
    else await this.store.deactivate(call.installation);
    return { status: 'done', issues: [] };
  }

  async check(call: Call): Promise<Check> {
    const { active, revision } = await this.store.configuration(call.installation);
    if (active) return { state: 'active', issues: [] };
    return { state: revision === 0 ? 'draft' : 'disconnected', issues: [] };
  }

  configuration(call: Call): Promise<Configuration> {
    return this.store.configuration(call.installation);
  }

  async health(): Promise<{ readonly ok: boolean }> {
    await this.store.ping();
    return { ok: true };
  }

  options(): Promise<OptionsPage> {
    return Promise.resolve({ options: [] });
  }
}

function notActive(id: unknown): Receipt {
  const name = typeof id === 'string' ? id : '';
  return { id: name, status: 'ignored', code: NOT_ACTIVE, message: 'The audit log is switched off.' };
}

function conflict(): Issues {
  const message = 'The settings were changed meanwhile; load them again.';
  return { status: 'issues', issues: [{ path: '/expectedRevision', code: 'revision_conflict', message }] };
}
