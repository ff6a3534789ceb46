import { Anchor, Group } from '@mantine/core';
import { Link } from 'wouter';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { ApiError } from '../api/api-error.js';
import { useCatalogue } from '../api/use-catalogue.js';
import { useInstallation } from '../api/use-installation.js';
import { lazyView } from '../app/lazy-view.js';
import { MissingPage } from '../app/missing-page.js';
import { paths } from '../app/paths.js';
import { ViewBoundary } from '../app/view-boundary.js';
import { LiveMark } from '../live/live-mark.js';
import { useLive } from '../live/use-live.js';
import { Asked } from '../ui/asked.js';
import { PageHead } from '../ui/page-head.js';
import { StateBadge } from '../ui/state-badge.js';
import { EndingNotice } from './ending-notice.js';
import { InstallationTabs } from './installation-tabs.js';
import { Problems } from './problems.js';

const SetupView = lazyView(async () => (await import('../setup/setup-view.js')).SetupView);
const OverviewView = lazyView(async () => (await import('../overview/overview-view.js')).OverviewView);
const AudiencesView = lazyView(async () => (await import('../audiences/audiences-view.js')).AudiencesView);
const ActivityView = lazyView(async () => (await import('../activity/activity-view.js')).ActivityView);
const FailuresView = lazyView(async () => (await import('../failures/failures-view.js')).FailuresView);
const MembersView = lazyView(async () => (await import('../members/members-view.js')).MembersView);

interface Props {
  readonly id: string;
  readonly view: string;
  readonly about: string | undefined;
}

/** Everything of one installation: how it stands, what a person has to mend, and its views. */
export function InstallationPage({ id, view, about }: Props) {
  const installation = useInstallation(id);
  const catalogue = useCatalogue();
  const line = useLive(id);
  if (installation.error instanceof ApiError && installation.error.status === 404) {
    return (
      <MissingPage title="No such extension" sentence="It was deleted, or it belongs to another tenant." />
    );
  }
  return (
    <Asked query={catalogue}>
      {(entries) => (
        <Asked query={installation}>
          {(found) => {
            const entry = entries.find(({ type }) => type === found.type);
            return (
              <>
                <Anchor component={Link} href={paths.extensions} size="sm">
                  All extensions
                </Anchor>
                <PageHead
                  title={entry?.name ?? found.type}
                  about={
                    found.check?.account
                      ? `${found.check.account.name} (${found.check.account.id})`
                      : undefined
                  }
                  actions={
                    <Group gap="sm">
                      <LiveMark line={line} />
                      <StateBadge installation={found} />
                    </Group>
                  }
                />
                <EndingNotice installation={found} />
                <Problems installation={found} />
                <InstallationTabs id={id} view={view} entry={entry} />
                <ViewBoundary>
                  {entry && <View view={view} about={about} entry={entry} installation={found} />}
                </ViewBoundary>
              </>
            );
          }}
        </Asked>
      )}
    </Asked>
  );
}

interface ViewProps {
  readonly view: string;
  readonly about: string | undefined;
  readonly entry: CatalogueEntry;
  readonly installation: InstallationView;
}

function View({ view, about, entry, installation }: ViewProps) {
  // Only members have something below them.
  if (about !== undefined && view !== 'members') return <MissingPage />;
  switch (view) {
    case 'overview':
      return <OverviewView entry={entry} installation={installation} />;
    case 'setup':
      return <SetupView entry={entry} installation={installation} />;
    case 'audiences':
      return <AudiencesView entry={entry} installation={installation} />;
    case 'activity':
      return <ActivityView id={installation.id} />;
    case 'failures':
      return <FailuresView id={installation.id} />;
    case 'members':
      return <MembersView id={installation.id} member={about} />;
    default:
      return <MissingPage />;
  }
}
