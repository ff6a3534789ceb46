import { SimpleGrid, Stack } from '@mantine/core';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { useOverview } from '../api/use-overview.js';
import { Asked } from '../ui/asked.js';
import { Empty } from '../ui/empty.js';
import { RunsPanel } from '../runs/runs-panel.js';
import { BudgetPanel } from './budget-panel.js';
import { CapabilitiesPanel } from './capabilities-panel.js';
import { FiguresPanel } from './figures-panel.js';
import { HourChart } from './hour-chart.js';
import { ReasonsPanel } from './reasons-panel.js';

interface Props {
  readonly entry: CatalogueEntry;
  readonly installation: InstallationView;
}

/** What an installation is doing now. */
export function OverviewView({ entry, installation }: Props) {
  const query = useOverview(installation.id);
  return (
    <Asked query={query} rows={10}>
      {(overview) =>
        overview === null ? (
          <Empty title="No numbers">This extension does not tell what it is doing.</Empty>
        ) : (
          <Stack gap="lg">
            <FiguresPanel overview={overview} />
            {overview.series && <HourChart series={overview.series} />}
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
              <CapabilitiesPanel entry={entry} installation={installation} overview={overview} />
              <BudgetPanel budget={overview.budget ?? []} />
            </SimpleGrid>
            <RunsPanel id={installation.id} />
            <ReasonsPanel counts={overview.counts} reasons={overview.reasons} />
          </Stack>
        )
      }
    </Asked>
  );
}
