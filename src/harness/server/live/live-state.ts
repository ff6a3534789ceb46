import type { Overview } from '../../../contract/index.js';
import type { InstallationView } from '../../host/host.js';

/** What is pushed: how an installation stands, and its numbers; null where its extension has none. */
export interface LiveState {
  readonly installation: InstallationView;
  readonly overview: Overview | null;
}
