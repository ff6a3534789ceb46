/**
 * From the platform's words to Klaviyo's: pure functions, without I/O and without a clock.
 *
 * @packageDocumentation
 */
export * from './dictionary.js';
export * from './country/country-code.js';
export * from './country/read-country.js';
export { happenedAt } from './event/event-time.js';
export * from './event/event-to-metric.js';
export * from './event/event-value.js';
export * from './event/payload-mapping.js';
export * from './fields.js';
export * from './identifiers/email-address.js';
export * from './identifiers/identifiers-of.js';
export * from './identifiers/phone-number.js';
export * from './json/limits.js';
export * from './mapping-options.js';
export * from './metric-name.js';
export * from './parse/is-id.js';
export * from './parse/malformed.js';
export * from './parse/parse-audience-change.js';
export * from './parse/parse-event-item.js';
export * from './points/map-points.js';
export * from './profile/attribute-mapping.js';
export * from './profile/map-profile.js';
export * from './profile/profile-attributes.js';
export * from './profile/profile-location.js';
export * from './property-name.js';
export * from './read/read.js';
export * from './secret/is-secret-text.js';
export * from './secret/is-secret.js';
export * from './state-hash.js';
export * from './subject/closed-at.js';
export * from './subject/ignored-reason.js';
export * from './subject/is-sendable.js';
export * from './subject/is-team.js';
export * from './subject/subject-of.js';
export * from './text/is-placeholder-email.js';
export * from './text/is-placeholder-text.js';
export * from './unset/left-properties.js';
export * from './unset/no-longer-wanted.js';
export * from './unset/packed-keys.js';
export * from './warning.js';
export * from './with-updated-at.js';
