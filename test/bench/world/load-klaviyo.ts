import { Container } from 'inversify';
import { type Clock, type Directory, EXTENSION, HOST, type Store } from '../../../src/contract/index.js';
import extension from '../../../src/index.js';
import { benchVault } from './bench-vault.js';
import { errorLogger } from './error-logger.js';
import type { KlaviyoUnderBench } from './klaviyo-under-bench.js';

/** What of a host differs between benchmarks. */
export interface HostParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly directory: Directory;
  /** Where requests to Klaviyo go: the emulator, or something before it. */
  readonly origin: string;
}

/** Loads the extension as a host does: a child container on a facade of the promised services. It is not started. */
export function loadKlaviyo({ store, clock, directory, origin }: HostParts): KlaviyoUnderBench {
  const facade = new Container();
  facade.bind(HOST.store).toConstantValue(store);
  facade.bind(HOST.clock).toConstantValue(clock);
  facade.bind(HOST.logger).toConstantValue(errorLogger);
  facade.bind(HOST.vault).toConstantValue(benchVault());
  facade.bind(HOST.directory).toConstantValue(directory);
  facade.bind(HOST.problems).toConstantValue({
    raise: (_tenant, _installation, { code, message }) => {
      errorLogger.error({ code }, message);
      return Promise.resolve();
    },
    clear: () => Promise.resolve(),
  });
  facade.bind(HOST.installations).toConstantValue({ deactivate: () => Promise.resolve() });
  facade.bind(HOST.egress).toConstantValue({ origin: () => origin });
  facade.bind(HOST.oauthClient).toConstantValue({
    clientId: 'wll-local',
    clientSecret: 'wll-local-secret',
    redirectUri: 'http://127.0.0.1:4999/oauth/callback',
  });
  const container = new Container({ parent: facade });
  container.load(extension.container);
  return container.get(EXTENSION) as KlaviyoUnderBench;
}
