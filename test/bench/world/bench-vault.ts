import { AesVault } from '../../../src/harness/host/services/aes-vault.js';

/** The host's own vault with a key that every process of a benchmark knows: a second one opens what the first sealed. */
export function benchVault(): AesVault {
  return new AesVault({ id: 'bench', secret: Buffer.alloc(32, 7) }, 'klaviyo');
}
