import { Button, Group, List, Modal, Text } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Router } from 'wouter';
import { HistoryGuard } from './history-guard.js';
import { UnsavedChanges } from './unsaved-changes.js';
import { UnsavedContext } from './unsaved-context.js';
import { useGuardedLocation } from './use-guarded-location.js';

/** Nothing that was typed is lost without a word: neither by a link, nor by the back button, nor by a reload. */
export function UnsavedGuard({ children }: { readonly children: ReactNode }) {
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const [changes] = useState(() => new UnsavedChanges());
  const guard = useMemo(
    () =>
      new HistoryGuard(
        () => changes.names.length > 0,
        (go) => setLeave(() => go),
      ),
    [changes],
  );
  useEffect(() => guard.start(), [guard]);
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent): void => {
      if (changes.names.length > 0) event.preventDefault();
    };
    addEventListener('beforeunload', onUnload);
    return () => removeEventListener('beforeunload', onUnload);
  }, [changes]);
  const context = useMemo(() => ({ changes, guard }), [changes, guard]);

  const stay = (): void => setLeave(null);
  return (
    <UnsavedContext value={context}>
      <Router hook={useGuardedLocation}>{children}</Router>
      <Modal
        opened={leave !== null}
        onClose={stay}
        title="Leave without saving?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text size="sm">What is not saved yet would be lost:</Text>
        <List size="sm" mt="xs">
          {changes.names.map((name) => (
            <List.Item key={name}>{name}</List.Item>
          ))}
        </List>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={stay} data-autofocus>
            Stay here
          </Button>
          <Button
            color="red"
            onClick={() => {
              changes.clear();
              setLeave(null);
              leave?.();
            }}
          >
            Leave without saving
          </Button>
        </Group>
      </Modal>
    </UnsavedContext>
  );
}
