import { Badge } from '@mantine/core';
import type { InstallationView } from '../../../host/host.js';

const WORDS: Readonly<Record<string, { readonly text: string; readonly color: string }>> = {
  draft: { text: 'Draft', color: 'gray' },
  connected: { text: 'Connected, not active', color: 'indigo' },
  active: { text: 'Active', color: 'green' },
  'needs-reconnect': { text: 'Disconnected', color: 'red' },
  disconnected: { text: 'Disconnected', color: 'gray' },
};

/** How an installation stands, in a word. The border carries the colour: text on a tint would be too pale. */
export function StateBadge({ installation }: { readonly installation: InstallationView }) {
  const state = installation.check?.state;
  const { text, color } = (state === undefined ? undefined : WORDS[state]) ?? {
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
