import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Empty } from '../ui/empty.js';
import { PageHead } from '../ui/page-head.js';
import { paths } from './paths.js';

/** An address that leads nowhere, and a way on. */
export const MissingPage = () => (
  <>
    <PageHead title="Not here" />
    <Empty title="There is nothing at this address">
      <Button component={Link} href={paths.extensions}>
        To the extensions
      </Button>
    </Empty>
  </>
);
