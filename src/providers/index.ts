/** One class for each Klaviyo capability: what to send, and how to read the answer. */
export * from './events.provider.js';
export * from './import-body.js';
export * from './lists.provider.js';
export * from './outcome.js';
export * from './page.js';
export * from './points.provider.js';
export * from './profile-imports.provider.js';
export * from './profiles.provider.js';
export * from './read-answer.js';
export * from './written-request.js';
