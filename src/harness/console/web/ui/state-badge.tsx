import { Badge } from '@mantine/core';
import type { InstallationView } from '../../../host/host.js';

const WORDS: Readonly<Record<string, { readonly text: string; readonly color: string }>> = {
  draft: { text: 'Draft', color: 'gray' },
  connected: { text: 'Connected, not active', color: 'indigo' },
  active: { text: 'Active', color: 'green' },
  'needs-reconnect': { text: 'Disconnected', color: 'red' },
  pausing: { text: 'Pausing', color: 'indigo' },
  leaving: { text: 'Being switched off', color: 'orange' },
  revoking: { text: 'Being switched off', color: 'orange' },
  disconnected: { text: 'Disconnected', color: 'gray' },
  paused: { text: 'Paused', color: 'indigo' },
};

/** How an installation stands, in a word. The border carries the colour: text on a tint would be too pale. */
export function StateBadge({ installation }: { readonly installation: InstallationView }) {
  const { check } = installation;
  const state = check?.state;
  // A pause rests in the state of an authorisation that nothing flows by.
  const word = state === 'connected' && check?.reason === 'paused' ? 'paused' : state;
  const { text, color } = (word === undefined ? undefined : WORDS[word]) ?? {
    text: 'Unknown',
    color: 'gray',
  };
  return (
    <Badge
      variant="outline"
      color={color}
      c="var(--mantine-color-text)"
      tt="none"
      size="lg"
      data-state={state}
    >
      {text}
    </Badge>
  );
}
