import { SimpleGrid, Stack } from '@mantine/core';
import { useSurroundings } from '../api/use-surroundings.js';
import { Asked } from '../ui/asked.js';
import { PageHead } from '../ui/page-head.js';
import { EventPanel } from './event-panel.js';
import { FaultsPanel } from './faults-panel.js';
import { RemovalPanel } from './removal-panel.js';
import { StreamPanel } from './stream-panel.js';
import { VendorPanel } from './vendor-panel.js';

/** For developers of the host and its extensions: play the platform, and play tricks on the local vendor. */
export function DeveloperPage() {
  const surroundings = useSurroundings();
  return (
    <>
      <PageHead
        title="Developer"
        about="Only here, on this machine: play the platform, and the vendor's bad days."
      />
      <Asked query={surroundings}>
        {({ hasStream, vendorUrl }) => (
          <Stack gap="lg">
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
              <EventPanel />
              <Stack gap="lg">
                {hasStream && <StreamPanel />}
                <FaultsPanel />
                <RemovalPanel />
              </Stack>
            </SimpleGrid>
            <VendorPanel url={vendorUrl} />
          </Stack>
        )}
      </Asked>
    </>
  );
}
