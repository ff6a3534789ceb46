import { useEffect, useState } from 'react';
import { useUnsavedContext } from './unsaved-context.js';

/**
 * Holds the page while something here is not saved.
 *
 * @param names what it is called by who has typed it; empty where all is saved
 * @returns lets go at once, as before a way that follows a save
 */
export function useUnsaved(names: readonly string[]): () => void {
  const { changes } = useUnsavedContext();
  const [holder] = useState(() => Symbol('unsaved'));
  // As one text: a list that is made anew at each turn means the same.
  const lines = names.join('\n');
  useEffect(() => changes.hold(holder, lines === '' ? [] : lines.split('\n')), [changes, holder, lines]);
  useEffect(() => () => changes.release(holder), [changes, holder]);
  return () => changes.release(holder);
}
