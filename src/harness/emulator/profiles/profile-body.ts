import type { JsonObject } from '../json.js';
import type { PatchProperties, ProfileInput } from '../state/profile.js';

/** A profile within a body, once the contract has checked it. */
export interface ProfileBody {
  readonly id?: string | null;
  readonly attributes: JsonObject;
  readonly meta?: { readonly patch_properties?: PatchProperties | null } | null;
}

/** What a profile within a body says. */
export const profileInput = (body: ProfileBody): ProfileInput => ({
  id: body.id,
  attributes: body.attributes,
  patch: body.meta?.patch_properties,
});
