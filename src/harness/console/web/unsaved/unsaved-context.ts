import { createContext, useContext } from 'react';
import type { HistoryGuard } from './history-guard.js';
import type { UnsavedChanges } from './unsaved-changes.js';

interface Unsaved {
  readonly changes: UnsavedChanges;
  readonly guard: HistoryGuard;
}

export const UnsavedContext = createContext<Unsaved | null>(null);

/** @throws Error outside the guard */
export function useUnsavedContext(): Unsaved {
  const found = useContext(UnsavedContext);
  if (!found) throw new Error('There is no guard of unsaved changes around this view');
  return found;
}
