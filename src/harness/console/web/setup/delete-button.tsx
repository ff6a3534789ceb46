import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import { paths } from '../app/paths.js';
import { Failure } from '../ui/failure.js';

/** Deletes an installation, once it is said twice. */
export function DeleteButton({ id }: { readonly id: string }) {
  const [opened, { open, close }] = useDisclosure(false);
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request('DELETE', pathOf(id), {}),
    onSuccess: async () => {
      navigate(paths.extensions);
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
        <Text size="sm">This cannot be undone.</Text>
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
