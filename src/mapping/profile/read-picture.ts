import { type Read, thenRead, unreadable, valueOf } from '../read/read.js';
import { readWords } from '../text/read-text.js';

/** No browser and no mail program takes a longer address. */
const LONGEST = 2048;

/** The address of a picture: http or https, with a host, without a password in it. */
export const readPicture = (raw: unknown): Read<string> =>
  thenRead(readWords(raw), (text) => {
    const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : undefined;
    const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
    return isWeb && url.hostname !== '' && url.password === ''
      ? valueOf(text)
      : unreadable('picture_unusable', 'The picture has no whole http or https address, so it was left out.');
  });
