import { Button, Code, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { DeadLetterGroup } from '../../../../contract/index.js';
import { Failure } from '../ui/failure.js';
import { formatCount } from '../ui/format-count.js';
import { Time } from '../ui/time.js';
import { useResolve } from './use-resolve.js';
import { countOf } from '../words/count-of.js';

interface Props {
  readonly id: string;
  readonly group: DeadLetterGroup;
}

/** All failures of one cause: the sentence that explains it, an example, and the two ways out. */
export function FailureCard({ id, group }: Props) {
  const { cause, count, firstAt, lastAt, example } = group;
  const [asking, { open, close }] = useDisclosure(false);
  const resolve = useResolve(id);
  return (
    <Paper component="article" withBorder p="md" data-cause={cause}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={2} size="h4">
            {formatCount(count)} × {example.about}
          </Title>
          <Text>{example.message}</Text>
        </div>
        <Group gap="xs">
          <Button
            onClick={() => resolve.mutate({ how: 'replay', cause })}
            loading={resolve.isPending && resolve.variables.how === 'replay'}
          >
            Replay
          </Button>
          <Button variant="default" onClick={open}>
            Discard
          </Button>
        </Group>
      </Group>
      <Stack gap={2} mt="sm">
        <Text size="sm" c="dimmed">
          Code <Code>{example.code}</Code>
          {example.place !== '' && (
            <>
              , at <Code>{example.place}</Code>
            </>
          )}
          , from <Time at={firstAt} /> to <Time at={lastAt} />
        </Text>
        <Text size="sm">
          Example: <Code>{example.reference}</Code> of member <Code>{example.memberId}</Code>, tried{' '}
          {countOf(example.attempts, 'time')}
        </Text>
      </Stack>
      {resolve.error && <Failure error={resolve.error} />}
      <Modal
        opened={asking}
        onClose={close}
        title={`Discard ${countOf(count, 'item')}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text size="sm">They are never sent, and cannot be replayed any more.</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Keep them
          </Button>
          <Button
            color="red"
            onClick={() => {
              close();
              resolve.mutate({ how: 'discard', cause });
            }}
          >
            Discard
          </Button>
        </Group>
      </Modal>
    </Paper>
  );
}
