import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { sentenceOf } from './sentence-of.js';
import { useConnect } from './use-connect.js';

interface Props {
  readonly entry: CatalogueEntry;
  readonly installation: InstallationView | undefined;
  /** Makes the installation where there is none yet. */
  readonly ensure: () => Promise<string>;
}

/** Connects the extension with the account of its vendor; tells what went wrong, and offers a way on. */
export function ConnectPanel({ entry, installation, ensure }: Props) {
  const { state, connect, cancel } = useConnect();
  const check = installation?.check;
  const isConnected = check?.state === 'connected' || check?.state === 'active';
  const isAgain = check?.state === 'needs-reconnect' || check?.state === 'disconnected' || isConnected;
  const sentence = sentenceOf(state, entry.name);
  return (
    <Stack gap="xs" align="flex-start">
      {isConnected && check.account && (
        <Text role="status">
          Connected to <strong>{check.account.name}</strong> ({check.account.id}).
        </Text>
      )}
      <Button
        variant={isConnected ? 'default' : 'filled'}
        onClick={() => connect(ensure)}
        loading={state.phase === 'waiting'}
      >
        {isAgain ? `Reconnect ${entry.name}` : `Connect ${entry.name}`}
      </Button>
      <div aria-live="polite" style={{ width: '100%' }}>
        {state.phase === 'waiting' && (
          <Group gap="sm">
            <Text size="sm" c="dimmed">
              Give your consent in the window that has opened.
            </Text>
            <Button size="xs" variant="default" onClick={cancel}>
              Cancel
            </Button>
          </Group>
        )}
        {sentence !== null && (
          <Alert color="orange" variant="outline" title="Not connected">
            <Text size="sm">{sentence}</Text>
            <Group mt="sm">
              <Button size="xs" variant="default" onClick={() => connect(ensure)}>
                Try again
              </Button>
              {state.phase === 'blocked' && (
                <Button size="xs" variant="default" component="a" href={state.redirect}>
                  Continue in this window
                </Button>
              )}
            </Group>
          </Alert>
        )}
      </div>
    </Stack>
  );
}
