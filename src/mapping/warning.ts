/** Stable, snake_case. */
export type WarningCode =
  | 'currency_unusable'
  | 'email_unusable'
  | 'list_cut'
  | 'nesting_dropped'
  | 'phone_unusable'
  | 'properties_dropped'
  | 'property_dropped'
  | 'property_overridden'
  | 'property_renamed'
  | 'secret_removed'
  | 'text_cut'
  | 'time_out_of_range'
  | 'value_is_points'
  | 'value_unusable';

/**
 * Something that was left out, cut or renamed while an item was mapped, so that the rest of it could go. It names the
 * place, never the value: warnings are stored and shown, and hold no e-mail address, no phone number and no secret.
 */
export interface Warning {
  readonly code: WarningCode;
  /** One sentence that tells what was done and why. */
  readonly message: string;
  /** JSON pointer into the member or the event. */
  readonly path: string;
}
