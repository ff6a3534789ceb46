import { eventToMetric, happenedAt, type Warning } from '../../../mapping/index.js';
import type { EventToSend } from '../../../providers/index.js';
import type { FrozenTarget } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { MemberWork, OutboxEvent } from '../../member/member-work.js';

/** An event that waited longer, or was older when it came, is history: it is recorded without starting flows. */
const HISTORY_MS = 24 * 3_600_000;

/** An event as it goes out, and what was left out of it. */
export interface MappedEvent {
  readonly toSend: EventToSend;
  readonly warnings: readonly Warning[];
}

/** Maps an event for the target that its first attempt froze, without what Klaviyo refused of it. */
export function mappedEvent(
  lane: Pick<LaneContext, 'settings' | 'eventTypes'>,
  { wallet }: Pick<MemberWork, 'wallet'>,
  { event, acceptedAt, backfill }: OutboxEvent,
  target: FrozenTarget,
  now: number,
): MappedEvent {
  const age = acceptedAt - happenedAt(event, acceptedAt);
  const history = backfill || now - acceptedAt > HISTORY_MS || age > HISTORY_MS;
  const eventType = lane.eventTypes.get(event.type);
  const mapped = eventToMetric(event, lane.settings, {
    ...(eventType ? { eventType } : {}),
    ...(wallet ? { wallet } : {}),
    live: !history,
    backfill: history,
    acceptedAt,
  });
  const toSend: EventToSend = {
    metric: target.metric,
    profile: target.profile,
    properties: mapped.properties,
    time: mapped.time,
    uniqueId: mapped.uniqueId,
    backfill: mapped.backfill,
    ...(mapped.value === undefined ? {} : { value: mapped.value }),
    ...(mapped.valueCurrency === undefined ? {} : { valueCurrency: mapped.valueCurrency }),
  };
  const { without } = target;
  return { toSend: without ? withoutPlaces(toSend, new Set(without)) : toSend, warnings: mapped.warnings };
}

/** A currency says nothing without its value. */
function withoutPlaces(event: EventToSend, without: ReadonlySet<string>): EventToSend {
  const { value, valueCurrency, ...rest } = event;
  const hasValue = value !== undefined && !without.has('value');
  const hasCurrency = hasValue && valueCurrency !== undefined && !without.has('value_currency');
  return {
    ...rest,
    ...(hasValue ? { value } : {}),
    ...(hasCurrency ? { valueCurrency } : {}),
    properties: Object.fromEntries(
      Object.entries(event.properties).filter(([name]) => !without.has(`properties/${name}`)),
    ),
  };
}
