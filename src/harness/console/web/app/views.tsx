import { Redirect, Route, Switch } from 'wouter';
import { ExtensionsPage } from '../extensions/extensions-page.js';
import { lazyView } from './lazy-view.js';
import { MissingPage } from './missing-page.js';
import { paths } from './paths.js';
import { SignpostPage } from './signpost-page.js';
import { ViewBoundary } from './view-boundary.js';

const SetupPage = lazyView(async () => (await import('../setup/create-page.js')).CreatePage);
const InstallationPage = lazyView(
  async () => (await import('../installation/installation-page.js')).InstallationPage,
);
const DeveloperPage = lazyView(async () => (await import('../developer/developer-page.js')).DeveloperPage);

/** Below an installation: its view, and within it what it is about. */
type InstallationParams = Readonly<Record<'id' | 'view' | 'about', string | undefined>>;

/** What stands in the content, by the address. */
export const Views = () => (
  <ViewBoundary>
    <Switch>
      <Route path="/">
        <Redirect to={paths.extensions} replace />
      </Route>
      <Route path={paths.settings}>
        <SignpostPage title="Settings" label="Integrations" href={paths.integrations} />
      </Route>
      <Route path={paths.integrations}>
        <SignpostPage title="Integrations" label="Extensions" href={paths.extensions} />
      </Route>
      <Route path={paths.extensions}>
        <ExtensionsPage />
      </Route>
      <Route path={paths.create}>
        <SetupPage />
      </Route>
      <Route<InstallationParams> path={`${paths.extensions}/:id/:view?/:about?`}>
        {({ id = '', view = 'overview', about }) => (
          <InstallationPage key={id} id={id} view={view} about={about} />
        )}
      </Route>
      <Route path={paths.developer}>
        <DeveloperPage />
      </Route>
      <Route>
        <MissingPage />
      </Route>
    </Switch>
  </ViewBoundary>
);
