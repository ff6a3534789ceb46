import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { HostWatch } from '../host-state/host-watch.js';
import { UnsavedGuard } from '../unsaved/unsaved-guard.js';
import { queries } from './queries.js';
import { Shell } from './shell.js';
import { cssVariables, theme } from './theme.js';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** The whole page. Light or dark as the system has it, unless somebody chose. */
export const App = () => (
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    getStyleNonce={() => nonce}
  >
    <QueryClientProvider client={queries}>
      <HostWatch>
        <UnsavedGuard>
          <Shell />
        </UnsavedGuard>
      </HostWatch>
    </QueryClientProvider>
  </MantineProvider>
);
