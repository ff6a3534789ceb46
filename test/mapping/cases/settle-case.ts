import type { JsonObject, Member } from '../../../src/contract/index.js';
import {
  identifiersOf,
  mapPoints,
  mapProfile,
  type MappingOptions,
  noLongerWanted,
  sentKeys,
  type Warning,
  withoutWallet,
} from '../../../src/mapping/index.js';
import { writeProfile } from './profile-in-klaviyo.js';
import type { CaseState } from './state-case.js';

/** A profile in Klaviyo, and what this extension remembers of it. */
export interface Settled {
  readonly profile: JsonObject;
  readonly sent: ReadonlySet<string>;
  readonly warnings: readonly Warning[];
}

/** The member of a case: it has an address of its own where the case says nothing of any. */
export interface Whose {
  readonly id: string;
  readonly hasAddress: boolean;
}

export const NOTHING: Settled = { profile: {}, sent: new Set(), warnings: [] };

const NOW = Date.UTC(2026, 10, 23, 12);

const memberOf = ({ member }: CaseState, { id, hasAddress }: Whose): Member => ({
  id,
  ...member,
  profile: { ...(hasAddress ? { emailAddress: `${id}@loyalty-demo.net` } : {}), ...member?.profile },
});

const optionsOf = ({ attributes = [], fields, prefix = 'Loyalty ' }: CaseState): MappingOptions => ({
  prefix,
  attributes: attributes.map(({ path = '', from = `attributes.${path}`, name, ...rest }) => ({
    from,
    to: name,
    ...rest,
  })),
  ...(fields ? { fields } : {}),
});

/** Maps what a case says and writes it, as delivery does. */
export function settleCase(state: CaseState, whose: Whose, before: Settled): Settled {
  const member = memberOf(state, whose);
  const options = optionsOf(state);
  const { audience } = state;
  const { warnings, ...identifiers } = identifiersOf(member);
  const mapped = mapProfile(member, identifiers, options, {
    now: NOW,
    ...(audience ? { audiences: state.in?.includes(audience.id) ? [audience.name] : [] } : {}),
  });
  const points = state.wallet
    ? mapPoints(state.wallet, options, NOW)
    : { ...withoutWallet(options), warnings: [] };
  const { attributes, left } = mapped;
  const { unset, clear } = noLongerWanted(before.sent, options, [
    { properties: attributes.properties, left },
    points,
  ]);
  const location = { ...(clear['location'] as JsonObject | undefined), ...attributes.location };
  const body: JsonObject = {
    ...(attributes as unknown as JsonObject),
    ...(Object.keys(location).length === 0 ? {} : { location }),
    properties: { ...attributes.properties, ...points.properties },
  };
  const gone = new Set(unset.map((name) => `properties/${name}`));
  return {
    profile: writeProfile(before.profile, body, unset),
    sent: new Set([...before.sent, ...sentKeys(body)].filter((key) => !gone.has(key))),
    warnings: [...warnings, ...mapped.warnings, ...points.warnings],
  };
}
