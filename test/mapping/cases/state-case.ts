import type { Audience, JsonObject, Member, Wallet } from '../../../src/contract/index.js';
import type { AttributeMapping, ChosenFields } from '../../../src/mapping/index.js';

/** What a case says of the platform and the settings; what it does not name stays as it was. */
export interface CaseState {
  readonly member?: Partial<Member>;
  /** `null`: not read. */
  readonly wallet?: Wallet | null;
  /** `path` within the member's attributes, or `from` as the settings have it. */
  readonly attributes?: readonly (Pick<AttributeMapping, 'type' | 'flatten'> & {
    readonly path?: string;
    readonly from?: string;
    readonly name: string;
  })[];
  readonly audience?: Pick<Audience, 'id' | 'name'>;
  /** Ids of the audiences that the member is in. */
  readonly in?: readonly string[];
  readonly fields?: ChosenFields;
  readonly prefix?: string;
}

/** One row: `before` is settled in Klaviyo, then `after` arrives. */
export interface StateCase {
  readonly name: string;
  readonly before: CaseState;
  readonly after: CaseState;
  /** What Klaviyo then holds. `(absent)`: no such field; `(cut)`: the beginning of it. */
  readonly expect: JsonObject;
  /** Whether something is told, or the codes that are. */
  readonly reason: boolean | readonly string[];
}
