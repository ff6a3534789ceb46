import type { ExtensionModule } from '../../../contract/index.js';

/** What one owner (an extension, or the host itself) keeps in the database. */
export interface StoreDefinition {
  /** Whose turn it is at the writer: the extension's id. */
  readonly owner: string;
  /** Every table begins with it; the migrations table is `<prefix>migrations`. */
  readonly prefix: string;
  readonly entities: ExtensionModule['entities'];
  /** In order. */
  readonly migrations: ExtensionModule['migrations'];
}
