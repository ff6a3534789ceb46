/** The platform's credentials with a vendor, and where the vendor sends the browser back to. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}
