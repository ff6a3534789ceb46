import { type ReactNode, Suspense } from 'react';
import { useLocation } from 'wouter';
import { useHostState } from '../host-state/use-host-state.js';
import { Loading } from '../ui/loading.js';
import { Boundary } from './boundary.js';

/** Around one view: it may load, it may fail, and it mends itself when the host is back. */
export function ViewBoundary({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  const { returns } = useHostState();
  return (
    <Boundary of={`${path} ${returns}`}>
      <Suspense fallback={<Loading rows={8} />}>{children}</Suspense>
    </Boundary>
  );
}
