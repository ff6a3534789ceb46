/** Klaviyo's API over HTTP: requests, answers and their judge, errors, rate headers, OAuth. It knows no loyalty. */
export * from './answer.js';
export * from './client.js';
export * from './deadline.js';
export { readErrorCode, readPointer } from './error-document.js';
export * from './http.js';
export * from './is-record.js';
export * from './judge-answer.js';
export * from './oauth-api.js';
export * from './operations.js';
export * from './rate-limit-header.js';
export * from './request.js';
export * from './retry-after.js';
export * from './revision.js';
export * from './session.js';
export * from './token-grant.js';
export * from './transport-error.js';
