/**
 * What a tenant sets: classes, their JSON Schema, and the checks.
 *
 * @packageDocumentation
 */
export * from './check-references.js';
export * from './default-settings.js';
export * from './parse-settings.js';
export * from './sections/attribute-settings.js';
export * from './sections/audience-settings.js';
export * from './sections/capability-settings.js';
export * from './sections/erasure-settings.js';
export * from './sections/event-settings.js';
export * from './sections/field-settings.js';
export * from './sections/payload-settings.js';
export * from './sections/reconciliation-settings.js';
export * from './sections/retention-settings.js';
export * from './settings.js';
export * from './settings-schema.js';
