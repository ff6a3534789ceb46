import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { Failure } from '../ui/failure.js';
import { Panel } from '../ui/panel.js';
import { useAccounts } from './use-accounts.js';

/** Removes the app as an account's owner would do it at the vendor: nobody tells the extension. */
export function RemovalPanel() {
  const accounts = useAccounts();
  const remove = useMutation({
    mutationFn: (account: string) => request('POST', '/api/vendor/admin/uninstall', { account }),
  });
  return (
    <Panel title="Remove the app from the vendor's side">
      <Text size="sm" c="dimmed" mb="sm">
        As its owner does it in the vendor's own settings. The extension is not told; it notices at its next
        call or heartbeat.
      </Text>
      {accounts.length === 0 && <Text size="sm">No account is connected.</Text>}
      <Group gap="xs">
        {accounts.map(({ id, name }) => (
          <Button
            key={id}
            variant="outline"
            color="red"
            c="var(--mantine-color-error)"
            onClick={() => remove.mutate(id)}
            loading={remove.isPending && remove.variables === id}
          >
            Remove from {name}
          </Button>
        ))}
      </Group>
      <div aria-live="polite">
        {remove.error && <Failure error={remove.error} />}
        {remove.isSuccess && (
          <Alert variant="outline" color="indigo" mt="sm" title="Removed" role="status">
            The vendor no longer knows this app.
          </Alert>
        )}
      </div>
    </Panel>
  );
}
