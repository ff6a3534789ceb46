import semver from 'semver';
import { CONTRACT_VERSION, Fault, type Manifest } from '../../contract/index.js';

/**
 * Refuses an extension that was built for another agreement, with one sentence that names both versions.
 *
 * @throws Fault `contract_mismatch`
 */
export function requireContract(manifest: Manifest, host: string = CONTRACT_VERSION): void {
  if (semver.satisfies(host, manifest.contract)) return;
  throw mismatch(
    `${manifest.name} ${manifest.version} needs contract ${manifest.contract} and this host has contract ${host}; install versions that agree.`,
  );
}

/**
 * Refuses a module that is not the one its manifest speaks of.
 *
 * @throws Fault `contract_mismatch`
 */
export function requireModuleContract(manifest: Manifest, moduleContract: string): void {
  if (semver.satisfies(moduleContract, manifest.contract)) return;
  throw mismatch(
    `The manifest of ${manifest.name} ${manifest.version} names contract ${manifest.contract} and its module was built for contract ${moduleContract}; build it again.`,
  );
}

function mismatch(message: string): Fault {
  return new Fault({ kind: 'config', code: 'contract_mismatch', path: '/contract', message });
}
