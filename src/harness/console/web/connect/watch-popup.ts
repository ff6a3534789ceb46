import { isTold, type Told } from './told.js';

const LOOK_MS = 300;
/** What the page told and its closing may arrive in either order. */
const GRACE_MS = 700;

/**
 * Waits for what comes back from a pop-up. It comes by a channel or from the window itself, whichever the vendor's page
 * has left alive; a window that closes without a word is told as well, and is listened to all the same.
 *
 * @returns what ends the watch
 */
export function watchPopup(
  popup: Window,
  handlers: { readonly told: (told: Told) => void; readonly closed: () => void },
): () => void {
  const channel = new BroadcastChannel('wll-oauth');
  const hear = (data: unknown): void => {
    if (isTold(data)) handlers.told(data);
  };
  channel.onmessage = ({ data }: MessageEvent<unknown>) => hear(data);
  const onMessage = ({ origin, data }: MessageEvent<unknown>): void => {
    if (origin === location.origin) hear(data);
  };
  addEventListener('message', onMessage);
  let grace: ReturnType<typeof setTimeout> | undefined;
  const look = setInterval(() => {
    if (!popup.closed) return;
    clearInterval(look);
    grace = setTimeout(handlers.closed, GRACE_MS);
  }, LOOK_MS);
  return () => {
    channel.close();
    removeEventListener('message', onMessage);
    clearInterval(look);
    clearTimeout(grace);
  };
}
