import { Button, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Empty } from '../ui/empty.js';
import { PageHead } from '../ui/page-head.js';
import { paths } from './paths.js';

interface Props {
  readonly title?: string;
  readonly sentence?: string;
}

/** An address that leads nowhere, and a way on. */
export const MissingPage = ({
  title = 'Not here',
  sentence = 'The address may be mistyped, or what it led to is gone.',
}: Props) => (
  <>
    <PageHead title={title} />
    <Empty title="There is nothing at this address">
      <Text c="dimmed" ta="center">
        {sentence}
      </Text>
      <Button component={Link} href={paths.extensions}>
        To the extensions
      </Button>
    </Empty>
  </>
);
