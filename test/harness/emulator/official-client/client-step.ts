import type {
  AccountsApi,
  DataPrivacyApi,
  EventsApi,
  ListsApi,
  MetricsApi,
  ProfilesApi,
  WebhooksApi,
} from 'klaviyo-api';
import type { Pattern } from './pattern.js';

/** The official client, one object for each part of the API, all pointed at one address. */
export interface Client {
  readonly accounts: AccountsApi;
  readonly events: EventsApi;
  readonly profiles: ProfilesApi;
  readonly lists: ListsApi;
  readonly metrics: MetricsApi;
  readonly webhooks: WebhooksApi;
  readonly dataPrivacy: DataPrivacyApi;
}

/** What the client makes of an answer: its own reading, and the answer as it came. */
export interface Heard {
  readonly body?: unknown;
  readonly response: { readonly status: number; readonly data: unknown };
}

/** What earlier steps have learnt, by a name of the scenario's. */
export type Known = Record<string, string>;

/** One call of the client. */
export interface ClientStep {
  readonly name: string;
  /** The `operationId`. */
  readonly operation: string;
  readonly status: number;
  /** The model by which the client reads the answer; left out where it reads none. */
  readonly model?: string;
  readonly call: (client: Client, known: Known) => Promise<Heard>;
  /** What the client must have read. */
  readonly expected?: (known: Known) => Pattern;
  /** What later steps need of it. */
  readonly learn?: (body: unknown, known: Known) => void;
}
