/** What an extension may do to its own installations. */
export interface Installations {
  /** Switches an installation off, with the reason its administrator reads. Events go on being handed over. */
  deactivate(
    tenant: string,
    installation: string,
    reason: { readonly code: string; readonly message: string },
  ): Promise<void>;
}
