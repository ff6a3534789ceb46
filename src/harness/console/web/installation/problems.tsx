import { Alert, Button, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Problem } from '../../../../contract/index.js';
import type { InstallationView } from '../../../host/host.js';
import { paths } from '../app/paths.js';
import { TERMS } from '../words/terms.js';

/** Where each problem is mended, and what the way there is called. */
const MENDS: Readonly<
  Record<NonNullable<Problem['action']>, { readonly label: string; readonly view: string }>
> = {
  reconnect: { label: 'Reconnect', view: 'setup' },
  relink: { label: 'Choose another list', view: 'audiences' },
  'fix-mapping': { label: 'Mend the mapping', view: 'audiences' },
  replay: { label: 'Look at the failures', view: 'failures' },
};

/** What a person has to mend, each with the way to where it is mended. */
export function Problems({ installation }: { readonly installation: InstallationView }) {
  const { id, problems, reason } = installation;
  if (problems.length === 0 && !reason) return null;
  return (
    <Stack gap="sm" mb="md" aria-live="polite">
      {problems.map(({ key, severity, message, action }) => (
        <Alert
          key={key}
          variant="outline"
          color={severity === 'error' ? 'red' : 'orange'}
          title={severity === 'error' ? TERMS.problem : TERMS.warning}
        >
          <Text size="sm">{message}</Text>
          {action && (
            <Button
              component={Link}
              href={paths.installation(id, MENDS[action].view)}
              size="xs"
              variant="default"
              mt="sm"
            >
              {MENDS[action].label}
            </Button>
          )}
        </Alert>
      ))}
      {problems.length === 0 && reason && (
        <Alert variant="outline" color="orange" title="Switched off">
          {reason.message}
        </Alert>
      )}
    </Stack>
  );
}
