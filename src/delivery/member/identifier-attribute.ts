import type { IdentifierKind } from '../../store/index.js';

/** Klaviyo's attributes of a profile, by the identifier that they hold. */
export const IDENTIFIER_ATTRIBUTE = {
  email: 'email',
  phone: 'phone_number',
} as const satisfies Record<IdentifierKind, string>;
