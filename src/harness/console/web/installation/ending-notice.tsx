import { Alert, List, Progress, Text } from '@mantine/core';
import type { UninstallProgress } from '../../../../contract/index.js';
import type { InstallationView } from '../../../host/host.js';

const STEPS: Readonly<Record<UninstallProgress['step'], string>> = {
  draining: 'What waits is being sent.',
  settling: 'What was not sent is being put away.',
  clearing: 'What was left there is being taken away.',
  revoking: 'The permission is being revoked.',
  purging: 'Records are being deleted.',
  done: 'It is over.',
};

const TITLES = { pause: 'Pausing', disconnect: 'Disconnecting', purge: 'Deleting' } as const;

/** An end that goes on: what it is at, and what it waits for. */
export function EndingNotice({ installation }: { readonly installation: InstallationView }) {
  const report = installation.check?.ending ?? installation.ending?.report;
  const { progress } = report ?? {};
  if (!report || !progress) return null;
  const { step, done, total } = progress;
  return (
    <Alert
      color="indigo"
      variant="outline"
      title={TITLES[installation.ending?.request.mode ?? 'disconnect']}
      role="status"
      mb="md"
    >
      <Text size="sm">
        {STEPS[step]} {total > 0 && `${done} of ${total}.`} It goes on by itself.
      </Text>
      {total > 0 && <Progress value={(100 * done) / total} mt="xs" aria-label="How far it is" />}
      {report.issues.length > 0 && (
        <List size="sm" mt="xs">
          {report.issues.map(({ code, message }) => (
            <List.Item key={code}>{message}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
