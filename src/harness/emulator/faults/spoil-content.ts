import type { Answer } from '../http/exchange.js';
import { isJsonObject, type JsonObject } from '../json.js';
import type { ContentFault } from './fault.js';

/** Klaviyo's answer with the one thing changed that the fault is about; as it was where it has no such thing. */
export const spoilContent = (effect: ContentFault, answer: Answer): Answer => {
  switch (effect.kind) {
    case 'page-loop':
      return withNext(answer, (self) => self);
    case 'foreign-page':
      return withNext(answer, (self) => {
        const { pathname, search } = new URL(self);
        return `${effect.origin ?? 'https://pages.invalid'}${pathname}${search}`;
      });
    case 'expires-in':
      return withLife(answer, effect);
  }
};

const withNext = (answer: Answer, next: (self: string) => string): Answer => {
  const { json } = answer;
  if (!isJsonObject(json) || !isJsonObject(json['links'])) return answer;
  const { self } = json['links'];
  if (typeof self !== 'string' || !('next' in json['links'])) return answer;
  return { ...answer, json: { ...json, links: { ...json['links'], next: next(self) } } };
};

const withLife = (answer: Answer, { value }: Extract<ContentFault, { kind: 'expires-in' }>): Answer => {
  if (answer.status !== 200 || typeof answer.text !== 'string') return answer;
  const tokens = JSON.parse(answer.text) as JsonObject;
  if (value === undefined) delete tokens['expires_in'];
  else tokens['expires_in'] = value;
  return { ...answer, text: JSON.stringify(tokens) };
};
