import { Badge, Code, Group, Stack, Text } from '@mantine/core';
import type { Overview } from '../../../../contract/index.js';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { Panel } from '../ui/panel.js';
import { type Standing, standingOf } from './standing-of.js';

const COLORS: Readonly<Record<Standing, string>> = {
  On: 'green',
  Off: 'gray',
  Paused: 'orange',
  'No permission': 'red',
};

interface Props {
  readonly entry: CatalogueEntry;
  readonly installation: InstallationView;
  readonly overview: Overview;
}

/** What the extension does, whether it does it now, and the permissions that it needs for it. */
export const CapabilitiesPanel = ({ entry, installation, overview }: Props) => (
  <Panel title="Capabilities">
    <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
      {entry.capabilities.map((capability) => {
        const state = overview.capabilities?.find(({ id }) => id === capability.id);
        const granted = installation.check?.scopes;
        const missing = granted ? capability.scopes.filter((scope) => !granted.includes(scope)) : [];
        const standing = standingOf(state, missing);
        return (
          <li key={capability.id}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <div>
                <Text fw={600}>{capability.title}</Text>
                <Text size="sm" c="dimmed">
                  {capability.description}
                </Text>
              </div>
              <Badge
                variant="outline"
                color={COLORS[standing]}
                c="var(--mantine-color-text)"
                tt="none"
                flex="none"
              >
                {standing}
              </Badge>
            </Group>
            <Group gap={6} mt={4}>
              {capability.scopes.map((scope) => (
                <Code key={scope}>
                  {scope}
                  {missing.includes(scope) ? ' (missing)' : ''}
                </Code>
              ))}
            </Group>
          </li>
        );
      })}
    </Stack>
  </Panel>
);
