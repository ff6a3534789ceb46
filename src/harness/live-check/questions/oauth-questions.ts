import { textOf, wordsOf } from '../live-answer.js';
import { UnaskedError } from '../inquiry.js';
import type { Question } from '../question.js';

/** More than are supposed to be let through in a minute. */
const MOST_REFRESHES = 15;
const WINDOW_MS = 60_000;

/** What is open about OAuth; asked last, as it may leave no refresh for anything else. */
export const OAUTH_QUESTIONS: readonly Question[] = [
  {
    id: 'refused_refresh',
    assumption: 'A refresh token that is none is answered by 400 invalid_grant.',
    supposed: 'invalid_grant',
    switchName: 'refreshRefusal',
    ask: async ({ klaviyo }) => {
      const answer = await klaviyo.refresh('no-token-of-anybody');
      return { position: textOf(answer.json, 'error') || 'something else', words: wordsOf(answer) };
    },
  },
  {
    id: 'refresh_rotation',
    assumption: 'A refresh leaves the refresh token as it was.',
    supposed: 'false',
    switchName: 'rotateRefreshTokens',
    ask: async ({ klaviyo }) => {
      const answer = await klaviyo.refresh();
      if (answer.status !== 200) throw new UnaskedError(`a refresh was refused: ${wordsOf(answer)}`);
      return { position: String(answer.rotated), words: answer.rotated ? 'another token' : 'the same token' };
    },
  },
  {
    id: 'refresh_limit',
    assumption: 'About ten refreshes a minute are let through.',
    supposed: 'true',
    switchName: 'refreshLimit',
    ask: async ({ klaviyo, pause }) => {
      // From the beginning of a minute, whichever way Klaviyo counts.
      await pause(WINDOW_MS);
      for (let count = 1; count <= MOST_REFRESHES; count += 1) {
        const answer = await klaviyo.refresh();
        if (answer.status === 429)
          return { position: String(count >= 9 && count <= 13), words: `429 at refresh ${count}` };
        if (answer.status !== 200) throw new UnaskedError(`a refresh was refused: ${wordsOf(answer)}`);
      }
      return { position: 'false', words: `${MOST_REFRESHES} refreshes in a row` };
    },
  },
  {
    id: 'access_token_after_removal',
    assumption: 'An access token fails at once when the app is removed.',
    supposed: 'true',
    switchName: 'accessTokenDiesOnUninstall',
    ends: true,
    ask: async ({ klaviyo }) => {
      const before = await klaviyo.call('GET', 'accounts');
      if (before.status !== 200) throw new UnaskedError(`the account cannot be read: ${wordsOf(before)}`);
      const revoked = await klaviyo.revoke();
      if (revoked.status !== 200) throw new UnaskedError(`the app was not removed: ${wordsOf(revoked)}`);
      const answer = await klaviyo.call('GET', 'accounts');
      return { position: String(answer.status === 401), words: wordsOf(answer) };
    },
  },
];
