import { Card, Text } from '@mantine/core';
import { Link } from 'wouter';
import { PageHead } from '../ui/page-head.js';

interface Props {
  readonly title: string;
  readonly label: string;
  readonly href: string;
}

/** A level of the settings with nothing of its own but the way to the next. */
export const SignpostPage = ({ title, label, href }: Props) => (
  <>
    <PageHead title={title} />
    <Card component={Link} href={href} withBorder maw={320}>
      <Text fw={600}>{label}</Text>
    </Card>
  </>
);
