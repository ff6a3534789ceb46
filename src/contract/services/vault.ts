/** Whose secret it is. With the extension's id it is bound into the seal: moved elsewhere, it does not open. */
export interface VaultScope {
  readonly tenant: string;
  readonly installation: string;
}

/** Keeps secrets unreadable at rest (AES-256-GCM, key held by the host). */
export interface Vault {
  seal(scope: VaultScope, plaintext: string): Promise<string>;
  /** @throws Fault `vault_cannot_open` when the seal is damaged, or was made for another scope or by a lost key. */
  open(scope: VaultScope, sealed: string): Promise<string>;
  /**
   * HMAC-SHA-256 in hex, with a key that the host holds: to recognise an identifier without keeping it. Bound to
   * the extension and the scope: the same value in two installations has two digests.
   */
  digest(scope: VaultScope, value: string): Promise<string>;
}
