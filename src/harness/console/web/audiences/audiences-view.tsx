import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { useConfiguration } from '../api/use-configuration.js';
import { Asked } from '../ui/asked.js';
import { Empty } from '../ui/empty.js';
import { mappingOf } from './mapping-of.js';
import { MappingForm } from './mapping-form.js';

interface Props {
  readonly entry: CatalogueEntry;
  readonly installation: InstallationView;
}

/** Which audience is kept on what of the vendor's. */
export function AudiencesView({ entry, installation }: Props) {
  const configuration = useConfiguration(installation.id);
  const mapping = mappingOf(entry.settingsSchema);
  if (!mapping) return <Empty title="Nothing to map">This extension has nothing for audiences.</Empty>;
  return (
    <Asked query={configuration}>
      {(saved) => <MappingForm mapping={mapping} installation={installation} configuration={saved} />}
    </Asked>
  );
}
