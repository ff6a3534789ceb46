import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { UninstallReport } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import { paths } from '../app/paths.js';
import { DeleteChoices, type Deletion } from './delete-choices.js';
import { Failure } from '../ui/failure.js';

/** Deletes an installation, once it is said twice. */
export function DeleteButton({ id, vendor }: { readonly id: string; readonly vendor: string }) {
  const [opened, { open, close }] = useDisclosure(false);
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [deletion, setDeletion] = useState<Deletion>({ queue: 'drain', remote: 'leave' });
  const remove = useMutation({
    mutationFn: () => request<UninstallReport>('DELETE', pathOf(id), { mode: 'purge', ...deletion }),
    onSuccess: async ({ status }) => {
      close();
      // What takes long goes on by itself, and is shown where the installation is.
      if (status === 'done') navigate(paths.extensions);
      await client.invalidateQueries({ queryKey: ['installations'] });
    },
  });
  return (
    <>
      <Button variant="outline" color="red" c="var(--mantine-color-error)" onClick={open}>
        Delete this installation
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="Delete this installation?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text size="sm">
          The permission is revoked, then settings, queue and records are deleted. This cannot be undone.
        </Text>
        <DeleteChoices vendor={vendor} value={deletion} onChange={setDeletion} />
        {remove.error && <Failure error={remove.error} />}
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
          <Button color="red" onClick={() => remove.mutate()} loading={remove.isPending}>
            Delete
          </Button>
        </Group>
      </Modal>
    </>
  );
}
