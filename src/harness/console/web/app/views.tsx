import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { ExtensionsPage } from '../extensions/extensions-page.js';
import { Loading } from '../ui/loading.js';
import { Boundary } from './boundary.js';
import { MissingPage } from './missing-page.js';
import { paths } from './paths.js';
import { SignpostPage } from './signpost-page.js';

// Each view is loaded when it is looked at for the first time: the first load stays small.
const SetupPage = lazy(async () => ({ default: (await import('../setup/create-page.js')).CreatePage }));
const InstallationPage = lazy(async () => ({
  default: (await import('../installation/installation-page.js')).InstallationPage,
}));
const DeveloperPage = lazy(async () => ({
  default: (await import('../developer/developer-page.js')).DeveloperPage,
}));

/** Below an installation: its view, and within it what it is about. */
type InstallationParams = Readonly<Record<'id' | 'view' | 'about', string | undefined>>;

/** What stands in the content, by the address. */
export const Views = () => (
  <Boundary>
    <Suspense fallback={<Loading />}>
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
    </Suspense>
  </Boundary>
);
