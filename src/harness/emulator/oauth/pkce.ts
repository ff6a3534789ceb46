import { createHash, timingSafeEqual } from 'node:crypto';

const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** Whether text can be a S256 challenge. */
export const isChallenge = (text: string): boolean => CHALLENGE.test(text);

/** Whether a verifier is the one that a challenge was made of (RFC 7636, S256). */
export const verifies = (verifier: string, challenge: string): boolean => {
  if (!VERIFIER.test(verifier)) return false;
  const made = Buffer.from(createHash('sha256').update(verifier).digest('base64url'));
  const wanted = Buffer.from(challenge);
  return made.length === wanted.length && timingSafeEqual(made, wanted);
};
