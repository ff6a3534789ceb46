import { randomUUID } from 'node:crypto';
import { Fault, type Call, type Logger } from '../../contract/index.js';
import type { CallGuard } from './call-guard.js';
import type { Installation } from './host.js';
import type { AnyExtension, LoadedExtension } from './loaded-extension.js';

/** A plan may count at the vendor, within the vendor's limits: 100 000 members are a thousand pages, at 750 a minute. */
const PATIENCE = { planSync: 120_000 } satisfies Partial<Record<keyof AnyExtension, number>>;

/** The extensions that run, and the way into them. */
export class Extensions {
  constructor(
    readonly loaded: readonly LoadedExtension[],
    private readonly guard: CallGuard,
    private readonly logger: Logger,
  ) {}

  ofType(type: string): LoadedExtension | undefined {
    return this.loaded.find((extension) => extension.manifest.type === type);
  }

  /**
   * The extension behind an installation, guarded, with a call for it. One call object for one request: its signal is
   * aborted when the request takes too long.
   *
   * @throws Fault `extension_not_loaded`
   */
  enter(installation: Installation): { extension: AnyExtension; call: Call } {
    const loaded = this.ofType(installation.type);
    if (!loaded) {
      throw new Fault({
        kind: 'config',
        code: 'extension_not_loaded',
        message: `The extension ${installation.type} does not run here; the host's log tells why.`,
      });
    }
    const abort = new AbortController();
    const about = { tenant: installation.tenant, installation: installation.id, requestId: randomUUID() };
    const logger = this.logger.child({ extension: loaded.manifest.id, ...about });
    return {
      extension: this.guard.around(loaded.instance, abort, PATIENCE),
      call: { ...about, signal: abort.signal, logger },
    };
  }

  async health(): Promise<Readonly<Record<string, { ok: boolean }>>> {
    const entries = await Promise.all(
      this.loaded.map(async (loaded) => [loaded.manifest.id, { ok: await this.healthy(loaded) }] as const),
    );
    return Object.fromEntries(entries);
  }

  /** Stops all at once, each within the deadline (epoch ms), and closes their stores. None keeps another from it. */
  async stop(deadline: number, now: number): Promise<void> {
    const left = Math.max(0, deadline - now);
    await Promise.all(this.loaded.map((loaded) => this.stopOne(loaded, deadline, left)));
  }

  private async healthy({ instance }: LoadedExtension): Promise<boolean> {
    try {
      const { health } = instance;
      return health ? (await this.guard.run(() => health.call(instance))).ok : true;
    } catch {
      return false;
    }
  }

  private async stopOne(loaded: LoadedExtension, deadline: number, left: number): Promise<void> {
    const log = this.logger.child({ extension: loaded.manifest.id });
    try {
      const { instance } = loaded;
      const { stop } = instance;
      if (stop) await this.guard.run(() => stop.call(instance, deadline), undefined, left);
    } catch (error) {
      log.warn({ error }, 'The extension did not stop cleanly');
    }
    try {
      await loaded.dispose();
    } catch (error) {
      log.warn({ error }, 'The extension could not be closed cleanly');
    }
  }
}
