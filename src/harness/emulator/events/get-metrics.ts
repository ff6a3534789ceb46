import { readFilter, type Filterable } from '../http/filter.js';
import { cutPage, pageLinks } from '../http/page.js';
import { sparse } from '../http/sparse-fields.js';
import { isoTime } from '../iso-time.js';
import type { JsonObject } from '../json.js';
import type { ApiCall, Handler } from '../operations/api-call.js';
import type { Metric } from '../state/event-store.js';

const FILTERS: Filterable = { 'integration.name': ['equals'], 'integration.category': ['equals'] };
const PAGE = 200;
const INTEGRATION = { object: 'integration', id: 'API', name: 'API', category: 'API' };

/** A metric as a JSON:API resource. */
export const metricResource = (call: ApiCall, metric: Metric): JsonObject => {
  const self = `${call.base}/api/metrics/${metric.id}`;
  return {
    type: 'metric',
    id: metric.id,
    attributes: {
      name: metric.name,
      created: isoTime(metric.created),
      updated: isoTime(metric.updated),
      integration: INTEGRATION,
    },
    relationships: {
      'flow-triggers': {
        links: { self: `${self}/relationships/flow-triggers/`, related: `${self}/flow-triggers/` },
      },
    },
    links: { self: `${self}/` },
  };
};

/** `GET /api/metrics`: in the order of their ids, not of their age. */
export const getMetrics: Handler = (call) => {
  const conditions = readFilter(call.query, FILTERS);
  const found = conditions.every(({ values }) => values.includes('API'))
    ? [...call.account.events.metrics()]
    : [];
  const order = { value: ({ id }: Metric) => id, seq: () => 0, descending: false, natural: false };
  const page = cutPage(found, order, call.query, PAGE);
  return {
    status: 200,
    json: {
      data: page.items.map((metric) => sparse(metricResource(call, metric), call.query)),
      links: pageLinks(call.self, page),
      ...(call.query.has('include') ? { included: [] } : {}),
    },
  };
};
