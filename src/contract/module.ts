import type { ContainerModule } from 'inversify';
import type { EntitySchema, MigrationInterface } from 'typeorm';
import type { JsonObject } from './platform.js';

export const MODULE_TYPE = 'wll.extension-module';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeORM's own type of an entity class
type EntityClass = new (...args: any[]) => object;

/**
 * The default export of an extension's entry file.
 *
 * The host validates the manifest, migrates, loads `container` into a child container of its own, gets `EXTENSION`
 * from it, and starts it if it has a `Lifecycle`.
 */
export interface ExtensionModule {
  readonly $$type: typeof MODULE_TYPE;
  /** The contract version that the module was built against. */
  readonly contract: string;
  readonly entities: readonly (EntityClass | EntitySchema)[];
  /** In order; they run in a migrations table of the extension's own, `<storage prefix>migrations`. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly container: ContainerModule;
  /** JSON Schemas by the name that the manifest's `settings.schema` refers to. */
  readonly schemas: Readonly<Record<string, JsonObject>>;
}
