import type { Issue, Member, SyncPlanList, SyncRequest } from '../../contract/index.js';
import type { Reservoir } from './reservoir.js';

/**
 * What a person should know before a run starts. One that only reports adds nobody.
 *
 * @param create profiles that Klaviyo does not have yet
 */
export function planWarnings(
  { kind, repair }: SyncRequest,
  lists: readonly SyncPlanList[],
  unknown: Reservoir<Member>,
  create: number,
): readonly Issue[] {
  const adds = kind === 'load' || repair !== false;
  const joins = lists.reduce((sum, one) => sum + one.joins, 0);
  return [
    ...(adds && joins > 0
      ? [
          {
            path: '/lists',
            code: 'starts_flows',
            message: `Adding ${joins} members to Klaviyo lists starts the flows of these lists. First switch off the flows that must not mail them.`,
          },
        ]
      : []),
    ...(adds && create > 0
      ? [
          {
            path: '/members/create',
            code: 'creates_profiles',
            message: `${create} profiles are created. Klaviyo may bill for them.`,
          },
        ]
      : []),
    ...(unknown.count > unknown.items.length
      ? [
          {
            path: '/members/create',
            code: 'estimated',
            message: `How many profiles are created is estimated from ${unknown.items.length} of ${unknown.count} members.`,
          },
        ]
      : []),
    ...(kind === 'reconcile'
      ? [
          {
            path: '/expectedMs',
            code: 'second_look',
            message:
              'Where something differs it takes a minute longer: it is looked at once more before it counts.',
          },
        ]
      : []),
  ];
}
