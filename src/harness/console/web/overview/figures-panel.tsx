import { Paper, SimpleGrid, Text } from '@mantine/core';
import type { Overview } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { formatDuration } from '../ui/format-duration.js';
import { useNow } from '../ui/use-now.js';
import { TERMS } from '../words/terms.js';
import { listPlacesOf } from './list-places-of.js';

/** The numbers that matter first. Each keeps its place and its width while it changes. */
export function FiguresPanel({ overview }: { readonly overview: Overview }) {
  const { counts, freshness, oldestWaitingAt, waitingEndsAt } = overview;
  const now = useNow();
  const places = listPlacesOf(overview);
  const duration = (ms: number | null | undefined): string =>
    ms === null || ms === undefined ? '–' : formatDuration(ms);
  const figures: readonly { readonly label: string; readonly value: string; readonly about?: string }[] = [
    { label: TERMS.eventsWaiting, value: formatCount(counts.waitingEvents) },
    { label: TERMS.statesWaiting, value: formatCount(counts.waitingStates) },
    {
      label: TERMS.oldestWaiting,
      value: duration(oldestWaitingAt === null ? null : Math.max(0, now - oldestWaitingAt)),
      ...(typeof waitingEndsAt === 'number'
        ? { about: `given up in ${duration(Math.max(0, waitingEndsAt - now))}` }
        : {}),
    },
    {
      label: TERMS.p50,
      value: duration(freshness?.p50Ms),
      about: `half of the events of the last ${duration(freshness?.overMs)}`,
    },
    { label: TERMS.p95, value: duration(freshness?.p95Ms), about: '95 of 100 events' },
    { label: TERMS.delivered, value: formatCount(counts.delivered), about: 'last 48 hours' },
    ...(places === null
      ? []
      : [{ label: TERMS.listPlaces, value: formatCount(places), about: 'added by this extension' }]),
    { label: TERMS.deadLetters, value: formatCount(counts.deadLetters), about: 'wait for a person' },
  ];
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm" m={0}>
      {figures.map(({ label, value, about }) => (
        <Paper key={label} withBorder p="sm">
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} size="xl" fw={700} className="figures">
            {value}
          </Text>
          <Text component="dd" m={0} size="xs" c="dimmed" mih="1.2em">
            {about}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
