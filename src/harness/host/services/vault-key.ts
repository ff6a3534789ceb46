import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../../contract/index.js';

/** The host's master key and the name it has in an envelope. */
export interface VaultKey {
  /** Tells apart keys without telling the key: the begin of its hash. */
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Buffer;
}

const BYTES = 32;

/**
 * Reads the vault's key from `<dataDir>/vault.key`, and makes it on first use, readable by the owner only.
 *
 * @throws Fault `vault_key_invalid` when the file is not a key: a new one would make every token unreadable
 */
export async function loadVaultKey(dataDir: string): Promise<VaultKey> {
  const path = join(dataDir, 'vault.key');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two processes that start at once one makes the key, the other reads it.
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(BYTES).toString('base64')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (secret.length !== BYTES) {
    throw new Fault({
      kind: 'config',
      code: 'vault_key_invalid',
      message: `${path} holds no 32-byte key in base64; restore it from a backup.`,
    });
  }
  return { id: createHash('sha256').update(secret).digest('hex').slice(0, 8), secret };
}
