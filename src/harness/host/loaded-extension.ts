import type { Container } from 'inversify';
import {
  Fault,
  type Extension,
  type ExtensionModule,
  type Inspection,
  type Lifecycle,
  type Manifest,
  type Operations,
  type Synchronisation,
} from '../../contract/index.js';
import type { OpenedStore } from './store/opened-store.js';

/** An extension with whatever optional parts of the contract it implements. */
export type AnyExtension = Extension & Partial<Inspection & Operations & Synchronisation & Lifecycle>;

/** What a loaded extension consists of. */
export interface ExtensionParts {
  readonly manifest: Manifest;
  readonly module: ExtensionModule;
  readonly instance: AnyExtension;
  readonly container: Container;
  readonly store: OpenedStore;
}

/** A running extension: its code, its container and its store, closed together. */
export class LoadedExtension {
  readonly manifest: Manifest;
  private disposed = false;

  constructor(private readonly parts: ExtensionParts) {
    this.manifest = parts.manifest;
  }

  /** @throws Fault `host_stopped` once it is disposed: an unbound container would fall through to its parent */
  get instance(): AnyExtension {
    if (!this.disposed) return this.parts.instance;
    throw new Fault({ kind: 'transient', code: 'host_stopped', message: 'The host is stopping.' });
  }

  /** The schema of the settings that the manifest names. */
  get settingsSchema(): ExtensionModule['schemas'][string] {
    return this.parts.module.schemas[this.manifest.settings.schema] ?? {};
  }

  /** Takes its code out of service and closes its store; repeatable. `stop` was called before. */
  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    try {
      await this.parts.container.unbindAllAsync();
    } finally {
      await this.parts.store.close();
    }
  }
}
