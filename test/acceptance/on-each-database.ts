import { LoadedExtension } from '../extension/loaded-extension.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';

type Options = Parameters<typeof LoadedExtension.open>[0];

/** What a suite works with: a world for each test, on a database of its own. */
export interface Worlds {
  readonly world: LoadedExtension;
}

/** Runs a suite on SQLite and on PostgreSQL. */
export function onEachDatabase(title: string, suite: (worlds: Worlds) => void, options: Options = {}): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${title} (${dialect})`, function () {
      this.timeout(180_000);
      const worlds: { world: LoadedExtension } = {} as never;
      if (dialect === 'postgres') {
        before(async function () {
          await postgresOrSkip(this);
        });
      }
      beforeEach(async () => {
        worlds.world = await LoadedExtension.open(options, dialect);
      });
      afterEach(() => worlds.world.dispose());
      suite(worlds);
    });
  }
}
