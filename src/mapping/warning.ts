/** Stable, snake_case. */
export type WarningCode =
  | 'attribute_name_taken'
  | 'attribute_unfit'
  | 'birthday_unusable'
  | 'country_unusable'
  | 'currency_unusable'
  | 'date_unusable'
  | 'email_unusable'
  | 'expiry_unusable'
  | 'field_unusable'
  | 'list_cut'
  | 'locale_unusable'
  | 'nesting_dropped'
  | 'number_as_text'
  | 'number_unusable'
  | 'phone_unusable'
  | 'picture_unusable'
  | 'placeholder_left_out'
  | 'properties_dropped'
  | 'property_dropped'
  | 'property_overridden'
  | 'property_renamed'
  | 'secret_removed'
  | 'text_cut'
  | 'text_shortened'
  | 'time_out_of_range'
  | 'time_unreadable'
  | 'time_zone_unusable'
  | 'value_is_points'
  | 'value_unusable'
  | 'zero_text_dropped';

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
