import type { Answer } from '../http/exchange.js';
import { escapeHtml } from '../http/escape-html.js';

/** What stands on the pages of portals, firewalls and proxies. */
const WORDS: Readonly<Record<number, string>> = {
  200: 'Sign in to use this network',
  302: 'Found',
  403: 'Checking your browser',
  404: 'Page not found',
  502: 'Bad gateway',
};

/** A page that something between the caller and Klaviyo answers: HTML, and nothing of Klaviyo's. */
export const gatewayAnswer = (status: number, location = 'https://portal.invalid/'): Answer => {
  const words = escapeHtml(WORDS[status] ?? `Error ${status}`);
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=UTF-8',
      ...(status >= 300 && status < 400 ? { location } : {}),
    },
    text: `<!DOCTYPE html><html><head><title>${words}</title></head><body><h1>${words}</h1></body></html>`,
    foreign: true,
  };
};
