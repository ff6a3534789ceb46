import { cleanText } from '../text/clean-text.js';

/** The address of a picture; `undefined` for anything but http and https, and for an address with a password in it. */
export function imageUrl(value: unknown): string | undefined {
  const text = cleanText(value);
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, hostname, password } = new URL(text);
  const web = protocol === 'https:' || protocol === 'http:';
  return web && hostname !== '' && password === '' ? text : undefined;
}
