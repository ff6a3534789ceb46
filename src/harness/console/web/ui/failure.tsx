import { Alert, Button, Group, Text } from '@mantine/core';
import { ApiError } from '../api/api-error.js';

interface Props {
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** What went wrong, and a way on. What an extension does not offer is no fault. */
export function Failure({ error, onRetry }: Props) {
  const isNotOffered = error instanceof ApiError && error.isNotOffered;
  // A refusal for one issue says its sentence itself.
  const issues =
    error instanceof ApiError ? error.issues.filter(({ message }) => message !== error.message) : [];
  return (
    <Alert
      role="alert"
      color={isNotOffered ? 'gray' : 'red'}
      title={isNotOffered ? 'Not offered' : 'This did not work'}
      variant="outline"
    >
      <Text size="sm">{error.message}</Text>
      {issues.length > 0 && (
        <ul>
          {issues.map((issue) => (
            <li key={`${issue.path} ${issue.code}`}>{issue.message}</li>
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
