import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNow } from '../ui/use-now.js';
import { ageOf } from './age-of.js';
import classes from './stale-frame.module.css';
import { useHostState } from './use-host-state.js';

/** What stands on the page while the host does not answer is of before: it is dimmed, and says of when. */
export function StaleFrame({ children }: { readonly children: ReactNode }) {
  const { isDown } = useHostState();
  return (
    <>
      {isDown && <Notice />}
      <div className={classes.frame} data-stale={isDown || undefined}>
        {children}
      </div>
    </>
  );
}

function Notice() {
  const { lastSeenAt } = useHostState();
  const now = useNow();
  const age = lastSeenAt === 0 ? '' : ` What you see is from ${ageOf(now - lastSeenAt)}.`;
  return (
    <Alert role="status" color="orange" variant="outline" title="The host does not answer" mb="md">
      {`It is asked again every few seconds.${age}`}
    </Alert>
  );
}
