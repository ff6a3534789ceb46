import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JsonObject } from '../../../src/contract/index.js';
import { SystemClock } from '../../../src/harness/host/services/system-clock.js';
import extension from '../../../src/index.js';
import { openTestStore, type TestStore } from '../../harness/host/store/open-test-store.js';
import { BenchDirectory } from './bench-directory.js';
import { connectKlaviyo } from './connect-klaviyo.js';
import { EmulatorAdmin } from '../../emulator/emulator-admin.js';
import { EmulatorProcess } from '../../emulator/emulator-process.js';
import type { KlaviyoUnderBench } from './klaviyo-under-bench.js';
import { loadKlaviyo } from './load-klaviyo.js';

export interface BenchWorldOptions {
  /** How many members the platform has. */
  readonly members: number;
  /** Added to each answer of the emulator. */
  readonly latencyMs?: number;
}

/** An emulator in a process of its own, a SQLite store as a host opens it, and a platform in memory. */
export class BenchWorld {
  readonly admin: EmulatorAdmin;
  readonly directory: BenchDirectory;
  private readonly clock = new SystemClock();
  /** A run that is cut short leaves no database of some hundred megabytes behind. */
  private readonly removeFiles = () => rmSync(dirname(this.database.spec), { recursive: true, force: true });

  private constructor(
    readonly emulator: EmulatorProcess,
    readonly database: TestStore,
    members: number,
  ) {
    this.admin = new EmulatorAdmin(emulator.url);
    this.directory = new BenchDirectory(members);
    process.once('exit', this.removeFiles);
  }

  static async open(options: BenchWorldOptions): Promise<BenchWorld> {
    const emulator = await EmulatorProcess.start(options);
    try {
      const { entities, migrations } = extension;
      const database = await openTestStore({ prefix: 'klaviyo_', entities, migrations });
      return new BenchWorld(emulator, database, options.members);
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  /** The extension, loaded and not started. One that is stopped does not start again: load another. */
  load(origin = this.emulator.url): KlaviyoUnderBench {
    const { clock, directory } = this;
    return loadKlaviyo({ store: this.database.store, clock, directory, origin });
  }

  /** Connects the installation and saves it active. */
  connect(loaded: KlaviyoUnderBench, settings: JsonObject = {}): Promise<void> {
    return connectKlaviyo(loaded, this.emulator.url, settings);
  }

  async dispose(): Promise<void> {
    await this.emulator.stop();
    await this.database.dispose();
    process.off('exit', this.removeFiles);
  }
}
