import type { ReasonCode } from '../../store/index.js';

/** What each reason means, and what to do about it. */
const SENTENCES: Readonly<Record<ReasonCode, string>> = {
  account_closed: 'Members who have closed their account: nothing more about them is sent.',
  attribute_name_taken:
    'An attribute has the name of another property: it was left out. Give it another name in the settings.',
  attribute_unfit:
    "An attribute's value is not of the type that the settings give it: it was left out. Correct the value, or the type.",
  audience_not_mapped:
    'Changes of audiences without a list. Map the audience in the settings to keep a list equal to it.',
  birthday_unusable:
    'The birthday cannot be read, or lies before 1900 or ahead: left out. Correct it on the member, as 1990-05-17.',
  country_unusable: 'The country is none: left out. Correct it on the member, by its code or its name.',
  currency_unusable:
    'The currency was no ISO 4217 code: value and currency were left out. Correct the event type on the platform.',
  date_unusable: 'A date cannot be read: left out. Give it as 2026-11-23T10:00:00Z.',
  discarded: 'Dead letters that somebody has discarded.',
  email_refused: 'Klaviyo refused the e-mail address: sent without. Correct it on the member.',
  email_unusable: 'The e-mail address is malformed: sent without. Correct it on the member.',
  event_type_excluded: 'The settings leave these event types out. Include them there to have them sent.',
  events_off: 'Events are switched off in the settings.',
  expiry_unusable:
    'Points to expire have no amount or no day that can be read: left out. Give the day as 2027-03-01.',
  field_refused:
    'Klaviyo refused a field: sent without. Its answer, in the activity, names it: correct its value on the platform.',
  field_unusable: 'A field holds what is no text, number or list: left out. Correct it on the platform.',
  identifier_shared:
    'Several members have the same e-mail address or phone number: it goes to one of them. Correct it on the others.',
  identifiers_on_two_profiles:
    'Klaviyo has the e-mail address and the phone number on two profiles: sent without the phone. Merge the two in Klaviyo.',
  import_error:
    'Klaviyo refused members of an import: each is sent again alone, which tells what is wrong with it.',
  list_cut: 'A list of over 4000 elements was cut there.',
  list_gone:
    'The list was deleted in Klaviyo: who belongs on it waits until its mapping is told of another list.',
  lists_off: 'Changes of audiences while lists are switched off in the settings.',
  locale_unusable: 'The language cannot be read: left out. Correct it on the member, as en-GB.',
  malformed:
    'Items that were no events or changes in their form: each was answered with its place and what to do. Mend what sends them.',
  member_id_unusable: 'Members with an id that Klaviyo cannot store: it has 1 to 255 characters.',
  member_restricted: 'Members under restricted processing: nothing about them is sent.',
  member_unknown: 'Members whom the platform does not know. Create the member: its next change is sent.',
  nesting_dropped: 'Klaviyo takes ten levels: what lies deeper was dropped. Send it flatter.',
  no_subject: 'Events about no member: there is no profile to send them to.',
  not_active: 'Came in while the installation was not active. Save it with Active switched on.',
  number_as_text:
    'A number was too large for JSON to carry exactly: sent as text. Send ids and large numbers as text.',
  number_unusable: 'A number cannot be read: left out. Correct it on the platform.',
  on_its_way: 'Something of them is on its way to Klaviyo: passed over, and compared the next time.',
  phone_refused: 'Klaviyo refused the phone number: sent without. Correct it on the member.',
  phone_unusable:
    "No valid phone number of the member's country: sent without. Correct number or country on the member.",
  picture_unusable: 'The picture has no whole http or https address: left out. Correct it on the member.',
  placeholder_left_out:
    'A placeholder such as UNKNOWN or noreply@ stands in place of a value: left out. Give the value, or none.',
  profile_gone: 'The profile was merged or deleted in Klaviyo: sent by the identifiers instead.',
  profile_too_large:
    'Klaviyo takes 100 KB for a profile: its largest properties were left out. Choose fewer in the settings.',
  properties_dropped: 'Klaviyo takes 400 properties of an event: the rest was dropped.',
  property_dropped: 'A field had no name that Klaviyo takes: it was dropped. Rename it on the platform.',
  property_overridden:
    "A field has a name that is the extension's own: it was dropped. Rename it on the platform.",
  property_renamed: "A name began with $, as only Klaviyo's own do: the $ was taken off.",
  secret_removed: 'A password, token or code was removed from what is sent. Leave it out on the platform.',
  team_subject: 'Events about teams: a team is no Klaviyo profile.',
  text_cut: 'A text of over 100 KB was cut there.',
  text_shortened:
    'A text was longer than 255 characters: its beginning was sent. Shorten it on the platform.',
  time_out_of_range:
    'The time was before 1991 or over a year ahead: the next best was sent. Correct the clock that reports it.',
  time_unreadable:
    'The time cannot be read: the next best was sent. Give it with a time zone, as 2026-11-23T10:00:00Z.',
  time_zone_unusable: 'The time zone cannot be read: left out. Correct it on the member, as Europe/London.',
  value_is_points:
    'Points are no money: no value was sent. Correct the value of the event type on the platform.',
  value_unusable: 'The value was no number: it was left out. Correct the event type on the platform.',
  without_contact: 'Members with neither e-mail nor phone: the settings leave them out.',
  written_just_now:
    'Written in the last ten minutes, and Klaviyo shows writes late: passed over, and compared the next time.',
  zero_text_dropped:
    'Klaviyo ignores a 0 in events, and there was no room for its text beside 400 properties. Send fewer fields.',
};

/** A sentence for each of these codes that has one: an earlier version may have counted by others. */
export function reasonSentences(codes: Iterable<string>): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, string>> = SENTENCES;
  return Object.fromEntries(
    [...codes].flatMap((code) => (Object.hasOwn(known, code) ? [[code, known[code] ?? '']] : [])),
  );
}
