/** Klaviyo's API over HTTP: requests, answers, errors, rate headers, OAuth. It knows no loyalty. */
export * from './answer.js';
export * from './client.js';
export * from './http.js';
export * from './oauth-api.js';
export * from './rate-limit-header.js';
export * from './request.js';
export * from './revision.js';
export * from './session.js';
export * from './transport-error.js';
