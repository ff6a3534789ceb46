/**
 * Why an item was not sent, or was sent with less than it had. Counted by the hour, and explained to a person by a sentence
 * for each: a new one is added here first.
 */
export type ReasonCode =
  // Not sent.
  | 'audience_not_mapped'
  | 'discarded'
  | 'event_type_excluded'
  | 'events_off'
  | 'list_gone'
  | 'lists_off'
  | 'member_id_unusable'
  | 'member_restricted'
  | 'member_unknown'
  | 'no_subject'
  | 'not_active'
  | 'team_subject'
  | 'without_contact'
  // Passed over by a comparison.
  | 'on_its_way'
  | 'written_just_now'
  // Sent with less.
  | 'currency_unusable'
  | 'email_refused'
  | 'email_unusable'
  | 'field_refused'
  | 'identifier_shared'
  | 'identifiers_on_two_profiles'
  | 'import_error'
  | 'list_cut'
  | 'nesting_dropped'
  | 'phone_refused'
  | 'phone_unusable'
  | 'profile_gone'
  | 'profile_too_large'
  | 'properties_dropped'
  | 'property_dropped'
  | 'property_overridden'
  | 'property_renamed'
  | 'secret_removed'
  | 'text_cut'
  | 'time_out_of_range'
  | 'value_is_points'
  | 'value_unusable';
