/** Route parameters of everything below one installation. */
export interface InstallationParams {
  readonly id: string;
}
