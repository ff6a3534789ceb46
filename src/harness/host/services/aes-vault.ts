import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Fault, type Vault, type VaultScope } from '../../../contract/index.js';
import type { VaultKey } from './vault-key.js';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/**
 * Secrets of one extension: AES-256-GCM with a random nonce, envelope `v1.<key id>.<nonce, tag, ciphertext>`; the
 * extension's id, tenant and installation are the additional data. Sealing and digesting have keys of their own,
 * derived by HKDF-SHA-256 (RFC 5869) from the host's one.
 */
export class AesVault implements Vault {
  private readonly sealing: Buffer;
  /** By tenant and installation: deriving a key costs ten digests. */
  private readonly digesting = new Map<string, KeyObject>();

  constructor(
    private readonly key: VaultKey,
    private readonly extension: string,
  ) {
    this.sealing = derive(key, ['seal']);
  }

  seal(scope: VaultScope, plaintext: string): Promise<string> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.sealing, nonce).setAAD(this.additional(scope));
    const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    const body = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    return Promise.resolve(`${VERSION}.${this.key.id}.${body}`);
  }

  async open(scope: VaultScope, sealed: string): Promise<string> {
    await Promise.resolve();
    const [version, keyId, body = ''] = sealed.split('.');
    if (version !== VERSION || keyId !== this.key.id) throw cannotOpen();
    const bytes = Buffer.from(body, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) throw cannotOpen();
    const decipher = createDecipheriv(ALGORITHM, this.sealing, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(this.additional(scope));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const opened = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
      return Buffer.concat(opened).toString('utf8');
    } catch {
      // No cause: OpenSSL's says nothing, and a fault may be shown.
      throw cannotOpen();
    }
  }

  digest(scope: VaultScope, value: string): Promise<string> {
    const name = JSON.stringify([scope.tenant, scope.installation]);
    let key = this.digesting.get(name);
    if (!key) {
      key = createSecretKey(derive(this.key, ['digest', this.extension, scope.tenant, scope.installation]));
      this.digesting.set(name, key);
    }
    return Promise.resolve(createHmac('sha256', key).update(value, 'utf8').digest('hex'));
  }

  /** JSON, so that no two scopes have one text. */
  private additional(scope: VaultScope): Buffer {
    return Buffer.from(JSON.stringify([this.extension, scope.tenant, scope.installation]), 'utf8');
  }
}

function derive(key: VaultKey, purpose: readonly string[]): Buffer {
  return Buffer.from(hkdfSync('sha256', key.secret, '', JSON.stringify(purpose), 32));
}

function cannotOpen(): Fault {
  return new Fault({
    kind: 'system',
    code: 'vault_cannot_open',
    message: 'This secret is damaged, belongs to someone else, or was sealed with a lost key; connect again.',
  });
}
