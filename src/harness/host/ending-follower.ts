import {
  Fault,
  type Call,
  type Clock,
  type Logger,
  type UninstallReport,
  type UninstallRequest,
} from '../../contract/index.js';
import type { Extensions } from './extensions.js';
import type { Installation } from './host.js';
import type { AnyExtension } from './loaded-extension.js';
import type { StoredInstallations } from './store/stored-installations.js';

/** So often an end that goes on is asked after. */
const LOOK_MS = 2_000;

const REACH: Readonly<Record<UninstallRequest['mode'], number>> = { pause: 0, disconnect: 1, purge: 2 };

/**
 * Ends of installations, from the moment that they are asked for until the extension has answered that they are over. What was
 * asked is stored before the extension hears of it, and asked again and again, after a restart of this host too: so the two
 * are of one mind at the end.
 */
export class EndingFollower {
  private cancel: (() => void) | null = null;
  private stopped = false;

  constructor(
    private readonly installations: StoredInstallations,
    private readonly extensions: Extensions,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.next();
  }

  stop(): void {
    this.stopped = true;
    this.cancel?.();
  }

  async begin(
    { extension, call }: { readonly extension: AnyExtension; readonly call: Call },
    request: UninstallRequest,
  ): Promise<UninstallReport> {
    const { installation: id, tenant } = call;
    const { ending } = await this.installations.get(tenant, id);
    // What goes further is not taken back by what does not.
    const goesOn = ending && REACH[ending.request.mode] > REACH[request.mode] ? ending : null;
    const followed = goesOn ?? { request, report: null };
    await this.installations.setEnding(id, followed);
    try {
      const report = await extension.uninstall(call, request);
      return await this.settle(id, followed.request, report, followed.report);
    } catch (error) {
      // It was refused: nothing of it goes on.
      if (Fault.is(error) && error.kind === 'payload') await this.installations.setEnding(id, ending ?? null);
      throw error;
    }
  }

  private async settle(
    id: string,
    request: UninstallRequest,
    report: UninstallReport,
    before: UninstallReport | null,
  ): Promise<UninstallReport> {
    const isOver = report.status === 'done';
    if (isOver && request.mode === 'purge') {
      await this.installations.remove(id);
      // Nothing is left at the extension to tell it from: what it said last holds.
      return report.counts || !before ? report : { ...before, status: 'done' };
    }
    await this.installations.setActive(id, false, null);
    await this.installations.setEnding(id, isOver ? null : { request, report });
    return report;
  }

  private next(): void {
    if (this.stopped) return;
    this.cancel = this.clock.timer(LOOK_MS, () => {
      void this.look()
        .catch((error: unknown) => this.logger.error({ error }, 'Ends could not be followed'))
        .finally(() => this.next());
    });
  }

  private async look(): Promise<void> {
    for (const installation of await this.installations.ending()) {
      if (this.stopped) return;
      await this.follow(installation).catch((error: unknown) => {
        this.logger.warn({ error, installation: installation.id }, 'An end could not be asked after');
      });
    }
  }

  private async follow(installation: Installation): Promise<void> {
    const { ending } = installation;
    if (!ending || !this.extensions.ofType(installation.type)) return;
    const { extension, call } = this.extensions.enter(installation);
    // Whoever only looks waits for nothing.
    const hasty = { ...call, signal: AbortSignal.abort() };
    const report = await extension.uninstall(hasty, ending.request);
    await this.settle(installation.id, ending.request, report, ending.report);
  }
}
