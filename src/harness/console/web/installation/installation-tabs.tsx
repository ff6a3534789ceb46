import { Link } from 'wouter';
import type { CatalogueEntry } from '../../../host/host.js';
import { paths } from '../app/paths.js';
import { mappingOf } from '../audiences/mapping-of.js';
import classes from './installation-tabs.module.css';

const VIEWS = [
  { view: 'overview', label: 'Overview' },
  { view: 'audiences', label: 'Audiences' },
  { view: 'activity', label: 'Activity' },
  { view: 'failures', label: 'Failures' },
  { view: 'members', label: 'Members' },
  { view: 'setup', label: 'Setup' },
] as const;

interface Props {
  readonly id: string;
  readonly view: string;
  readonly entry: CatalogueEntry | undefined;
}

/** The views of an installation, as links: each has an address. Audiences only where the extension maps them. */
export function InstallationTabs({ id, view, entry }: Props) {
  const isMapping = entry !== undefined && mappingOf(entry.settingsSchema) !== null;
  return (
    <nav aria-label="Views" className={classes.tabs}>
      {VIEWS.filter((one) => one.view !== 'audiences' || isMapping).map((one) => (
        <Link
          key={one.view}
          href={paths.installation(id, one.view)}
          className={classes.tab}
          aria-current={one.view === view ? 'page' : undefined}
        >
          {one.label}
        </Link>
      ))}
    </nav>
  );
}
