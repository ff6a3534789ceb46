import { Alert, Button, Group, Text } from '@mantine/core';
import type { Issue } from '../../../../contract/index.js';
import { ApiError } from '../api/api-error.js';

interface Props {
  readonly error: Error;
  readonly onRetry?: () => void;
  /** What the field at a place is called: then each issue names its field. */
  readonly nameOf?: (path: string) => string;
}

/** What went wrong, and a way on. What an extension does not offer is no fault. */
export function Failure({ error, onRetry, nameOf }: Props) {
  const isNotOffered = error instanceof ApiError && error.isNotOffered;
  const all = error instanceof ApiError ? error.issues : [];
  const isOfFields = nameOf !== undefined && all.length > 0;
  // A refusal says the sentence of its first issue itself.
  const issues = isOfFields ? all : all.filter(({ message }) => message !== error.message);
  return (
    <Alert
      role="alert"
      color={isNotOffered ? 'gray' : 'red'}
      title={isNotOffered ? 'Not offered' : 'This did not work'}
      variant="outline"
    >
      <Text size="sm">{isOfFields ? 'Nothing was saved. This needs another value:' : error.message}</Text>
      {issues.length > 0 && (
        <ul>
          {issues.map((issue) => (
            <li key={`${issue.path} ${issue.code}`}>{wordsOf(issue, nameOf)}</li>
          ))}
        </ul>
      )}
      {onRetry && !isNotOffered && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}

function wordsOf({ path, message }: Issue, nameOf: Props['nameOf']): string {
  const name = nameOf?.(path) ?? '';
  return name === '' ? message : `${name}: ${message}`;
}
