import { ApiError } from '../http/api-error.js';
import { pageLinks } from '../http/page.js';
import { sparse } from '../http/sparse-fields.js';
import { isoTime } from '../iso-time.js';
import type { JsonObject } from '../json.js';
import { ulid } from '../state/id-source.js';
import type { Webhook } from '../state/webhook.js';
import type { ApiCall, Handler } from './api-call.js';

/** What a webhook may be told of; there is no topic for profiles, lists or an uninstall. */
const TOPICS = [
  'event:klaviyo.received_email',
  'event:klaviyo.subscribed_to_email',
  'event:klaviyo.unsubscribed_from_email_marketing',
  'event:klaviyo.subscribed_to_list',
  'event:klaviyo.unsubscribed_from_list',
  'event:klaviyo.merged_profile',
  'event:klaviyo.marked_email_as_spam',
  'event:klaviyo.bounced_email',
  'event:klaviyo.subscribed_to_sms',
  'event:klaviyo.unsubscribed_from_sms',
];

interface WebhookBody {
  readonly data: {
    readonly id?: string;
    readonly attributes: {
      readonly name?: string | null;
      readonly description?: string | null;
      readonly endpoint_url?: string | null;
      readonly secret_key?: string | null;
      readonly enabled?: boolean | null;
    };
    readonly relationships?: {
      readonly 'webhook-topics'?: { readonly data?: readonly { readonly id: string }[] };
    };
  };
}

/** `GET /api/webhooks`. */
export const getWebhooks: Handler = (call) => ({
  status: 200,
  json: {
    data: [...call.account.webhooks.all()].map((webhook) => shown(call, webhook)),
    links: pageLinks(call.self),
    ...(call.query.has('include') ? { included: TOPICS.map((id) => topic(call, id)) } : {}),
  },
});

/** `POST /api/webhooks`. */
export const createWebhook: Handler = (call) => {
  const { data } = call.body as unknown as WebhookBody;
  const { name, description, endpoint_url: url, secret_key: secret } = data.attributes;
  const webhook = call.account.webhooks.put({
    id: ulid(call.now),
    name: name ?? '',
    description: description ?? null,
    endpoint_url: addressed(url ?? ''),
    secret_key: secret ?? '',
    enabled: true,
    topics: topicsIn(data) ?? [],
    created: call.now,
    updated: call.now,
  });
  return { status: 201, json: { data: shown(call, webhook), links: { self: call.self } } };
};

/** `GET /api/webhooks/{id}`. */
export const getWebhook: Handler = (call) => {
  const webhook = read(call);
  return {
    status: 200,
    json: {
      data: shown(call, webhook),
      links: { self: call.self },
      ...(call.query.has('include') ? { included: webhook.topics.map((id) => topic(call, id)) } : {}),
    },
  };
};

/** `PATCH /api/webhooks/{id}`. */
export const updateWebhook: Handler = (call) => {
  const before = read(call);
  const { data } = call.body as unknown as WebhookBody;
  if (data.id !== before.id) {
    throw ApiError.badRequest('The id in the body must be the id in the path.', { pointer: '/data/id' });
  }
  const { name, description, endpoint_url: url, secret_key: secret, enabled } = data.attributes;
  const webhook = call.account.webhooks.put({
    ...before,
    name: name ?? before.name,
    description: description === undefined ? before.description : description,
    endpoint_url: typeof url === 'string' ? addressed(url) : before.endpoint_url,
    secret_key: secret ?? before.secret_key,
    enabled: enabled ?? before.enabled,
    topics: topicsIn(data) ?? before.topics,
    updated: call.now,
  });
  return { status: 200, json: { data: shown(call, webhook), links: { self: call.self } } };
};

/** `DELETE /api/webhooks/{id}`. */
export const deleteWebhook: Handler = (call) => {
  call.account.webhooks.delete(read(call).id);
  return { status: 204 };
};

/** `GET /api/webhook-topics`. */
export const getWebhookTopics: Handler = (call) => ({
  status: 200,
  json: { data: TOPICS.map((id) => topic(call, id)), links: pageLinks(call.self) },
});

const read = (call: ApiCall): Webhook => {
  const id = call.params['id'] ?? '';
  const webhook = call.account.webhooks.get(id);
  if (webhook === undefined) throw ApiError.notFound(`A webhook with id ${id} does not exist.`, '/data/');
  return webhook;
};

/** Klaviyo calls HTTPS only; loopback is let through, as nothing local has a certificate. */
const addressed = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const local = parsed !== null && ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname);
  if (parsed?.protocol === 'https:' || local) return url;
  throw ApiError.badRequest('The endpoint must be an HTTPS address.', {
    pointer: '/data/attributes/endpoint_url',
  });
};

const topicsIn = (data: WebhookBody['data']): readonly string[] | undefined => {
  const topics = data.relationships?.['webhook-topics']?.data?.map(({ id }) => id);
  const unknown = topics?.find((id) => !TOPICS.includes(id));
  if (unknown !== undefined) {
    throw ApiError.badRequest(`There is no topic ${unknown}.`, {
      pointer: '/data/relationships/webhook-topics/data',
    });
  }
  return topics;
};

const topic = (call: ApiCall, id: string): JsonObject => ({
  type: 'webhook-topic',
  id,
  links: { self: `${call.base}/api/webhook-topics/${encodeURIComponent(id)}/` },
});

/** The secret is never shown again. */
const shown = (call: ApiCall, webhook: Webhook): JsonObject => {
  const self = `${call.base}/api/webhooks/${webhook.id}`;
  return sparse(
    {
      type: 'webhook',
      id: webhook.id,
      attributes: {
        name: webhook.name,
        description: webhook.description,
        endpoint_url: webhook.endpoint_url,
        enabled: webhook.enabled,
        created_at: isoTime(webhook.created),
        updated_at: isoTime(webhook.updated),
      },
      relationships: {
        'webhook-topics': {
          data: webhook.topics.map((id) => ({ type: 'webhook-topic', id })),
          links: { self: `${self}/relationships/webhook-topics/`, related: `${self}/webhook-topics/` },
        },
      },
      links: { self: `${self}/` },
    },
    call.query,
  );
};
