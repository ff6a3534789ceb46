import { useSyncExternalStore } from 'react';
import type { BaseLocationHook } from 'wouter';
import { useUnsavedContext } from './unsaved-context.js';

/** The router's location, which changes only when nothing unsaved is lost by it. */
export const useGuardedLocation: BaseLocationHook = () => {
  const { guard } = useUnsavedContext();
  return [useSyncExternalStore(guard.subscribe, guard.path), guard.navigate];
};
