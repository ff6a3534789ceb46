import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Vault, VaultScope } from '../../src/contract/index.js';

/** AES-256-GCM as a host's, with a key of the test. */
export class TestVault implements Vault {
  private static readonly key = randomBytes(32);

  seal(scope: VaultScope, plaintext: string): Promise<string> {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', TestVault.key, iv).setAAD(
      Buffer.from(JSON.stringify(scopeKey(scope))),
    );
    const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64'));
  }

  open(scope: VaultScope, sealed: string): Promise<string> {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', TestVault.key, bytes.subarray(0, 12))
      .setAAD(Buffer.from(JSON.stringify(scopeKey(scope))))
      .setAuthTag(bytes.subarray(12, 28));
    return Promise.resolve(
      Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'),
    );
  }

  digest(scope: VaultScope, value: string): Promise<string> {
    return Promise.resolve(
      createHmac('sha256', TestVault.key)
        .update(JSON.stringify([scopeKey(scope), value]))
        .digest('hex'),
    );
  }
}

const scopeKey = ({ tenant, installation }: VaultScope) => [tenant, installation];
