import { Anchor, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { JsonObject, MemberExplanation } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import { paths } from '../app/paths.js';
import { Asked } from '../ui/asked.js';
import { JsonBox } from '../ui/json-box.js';
import { Explanation } from './explanation.js';
import { isExplanation } from './is-explanation.js';
import { nameOf } from './name-of.js';
import { useMembers } from './use-members.js';

const AGAIN_MS = 3_000;

interface Props {
  readonly id: string;
  readonly member: string;
}

/** What the extension knows of one member. */
export function MemberPanel({ id, member }: Props) {
  const explanation = useQuery({
    queryKey: ['explanation', id, member],
    queryFn: () => request<MemberExplanation | JsonObject>('GET', pathOf(id, 'members', member)),
    refetchInterval: ({ state: { data } }) => (data === undefined ? false : AGAIN_MS),
  });
  const known = useMembers(member).data?.items.find((one) => one.id === member);
  return (
    <Stack gap="md">
      <Anchor component={Link} href={paths.installation(id, 'members')} size="sm">
        All members
      </Anchor>
      <Title order={2} size="h3" style={{ overflowWrap: 'anywhere' }}>
        {known ? nameOf(known) : member}
      </Title>
      <Asked query={explanation}>
        {(found) =>
          isExplanation(found) ? (
            <Explanation explanation={found} />
          ) : (
            <JsonBox label="What is known of this member" value={found} />
          )
        }
      </Asked>
    </Stack>
  );
}
