/** One class for each Klaviyo capability: what to send, and how to read the answer. */
export * from './erasure.provider.js';
export * from './events.provider.js';
export * from './import-body.js';
export * from './import-job.js';
export * from './lists.provider.js';
export { maskedText } from './masked-text.js';
export * from './outcome.js';
export { type Page, PAGE_LOOP } from './page.js';
export * from './points.provider.js';
export * from './profile-clearing.provider.js';
export * from './profile-imports.provider.js';
export * from './profiles.provider.js';
export * from './written-request.js';
