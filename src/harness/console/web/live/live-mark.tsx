import { Badge } from '@mantine/core';
import type { LiveLine } from './use-live.js';

const WORDS: Readonly<Record<LiveLine, { readonly text: string; readonly color: string }>> = {
  opening: { text: 'Connecting', color: 'gray' },
  open: { text: 'Live', color: 'green' },
  lost: { text: 'Reconnecting', color: 'orange' },
};

/** Tells whether what is shown is of now. As wide in each state. */
export const LiveMark = ({ line }: { readonly line: LiveLine }) => (
  <Badge
    role="status"
    variant="dot"
    color={WORDS[line].color}
    c="var(--mantine-color-text)"
    tt="none"
    miw={120}
  >
    {WORDS[line].text}
  </Badge>
);
