/** An app that Klaviyo knows. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** Shown on the consent page. */
  readonly name: string;
  /** Exact addresses that may be returned to. Left out: any address of this machine. */
  readonly redirectUris?: readonly string[];
}

/** The app that is registered unless others are given. */
export const DEFAULT_CLIENT: OAuthClient = {
  id: 'wll-local',
  secret: 'wll-local-secret',
  name: 'White Label Loyalty',
};
