import { inject, injectable } from 'inversify';
import { HOST, type Logger } from '../contract/index.js';
import { KlaviyoTransportError, OAuthApi, TokenRefused } from '../klaviyo/index.js';

/** Whether Klaviyo has ended an authorisation; `code` tells why it has not. */
export type Revoked = { readonly confirmed: true } | { readonly confirmed: false; readonly code: string };

/** Asks Klaviyo to end an authorisation. It may be asked again and again: one that is gone is confirmed as well. */
@injectable()
export class Revoker {
  constructor(
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(OAuthApi) private readonly oauth: OAuthApi,
  ) {}

  async revoke(connectionId: string, refreshToken: string): Promise<Revoked> {
    try {
      await this.oauth.revoke(refreshToken);
      return { confirmed: true };
    } catch (error) {
      if (error instanceof TokenRefused && error.isRevoked) return { confirmed: true };
      const isTold = error instanceof TokenRefused || error instanceof KlaviyoTransportError;
      const code = isTold ? error.code : 'unexpected';
      this.logger.warn({ connection: connectionId, code }, 'Klaviyo has not confirmed a revocation');
      return { confirmed: false, code };
    }
  }
}
