import { injectable } from 'inversify';
import { defaultSettings, parseSettings, type Settings } from '../../settings/index.js';
import type { ConnectionEntity } from '../../store/index.js';

/** The settings of a connection, read from its row; the last reading of each is kept, since accept asks for every call. */
@injectable()
export class SettingsInForce {
  private readonly read = new Map<string, { readonly json: string | null; readonly settings: Settings }>();

  of(connection: Pick<ConnectionEntity, 'id' | 'settings'>): Settings {
    const before = this.read.get(connection.id);
    if (before?.json === connection.settings) return before.settings;
    const settings = parse(connection.settings);
    this.read.set(connection.id, { json: connection.settings, settings });
    return settings;
  }
}

function parse(json: string | null): Settings {
  if (json === null) return defaultSettings();
  const parsed = parseSettings(JSON.parse(json));
  // What was saved has passed this very check; a later version that no longer takes it falls back to its defaults.
  return parsed.ok ? parsed.settings : defaultSettings();
}
