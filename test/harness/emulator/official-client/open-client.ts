import {
  AccountsApi,
  DataPrivacyApi,
  EventsApi,
  ListsApi,
  MetricsApi,
  OAuthApi,
  ProfilesApi,
  RetryWithExponentialBackoff,
  WebhooksApi,
  type CreatedTokens,
  type RetrievedTokens,
  type Session,
} from 'klaviyo-api';
import type { Client } from './client-step.js';

/** Klaviyo's own client, unpatched: its `basePath` is all that is set. */
export const openClient = (session: Session, base: string): Client => {
  const at = <T extends { basePath: string }>(api: T): T => {
    api.basePath = base;
    return api;
  };
  return {
    accounts: at(new AccountsApi(session)),
    events: at(new EventsApi(session)),
    profiles: at(new ProfilesApi(session)),
    lists: at(new ListsApi(session)),
    metrics: at(new MetricsApi(session)),
    webhooks: at(new WebhooksApi(session)),
    dataPrivacy: at(new DataPrivacyApi(session)),
  };
};

/** Tokens kept where a test can look at them, as the client asks for them by customer. */
export class TokenShelf {
  readonly kept = new Map<string, CreatedTokens>();

  retrieve(customer: string): RetrievedTokens {
    const tokens = this.kept.get(customer);
    if (tokens === undefined) throw new Error(`There are no tokens of ${customer}.`);
    return tokens;
  }

  save(customer: string, tokens: CreatedTokens): void {
    this.kept.set(customer, tokens);
  }
}

/** The client's OAuth, at another address than Klaviyo's: its own two fields for it are there to be overridden. */
export class OAuthAt extends OAuthApi {
  constructor(base: string, shelf: TokenShelf) {
    super('wll-local', 'wll-local-secret', shelf);
    this.authorizeUrl = `${base}/oauth/authorize`;
    this.tokenUrl = `${base}/oauth/token`;
  }
}

/** The client's own way of trying again, with next to no pause of its own: what it waits is what Klaviyo says. */
export const promptRetry = (): RetryWithExponentialBackoff => {
  const retry = new RetryWithExponentialBackoff();
  retry.baseInterval = 0.01;
  return retry;
};
