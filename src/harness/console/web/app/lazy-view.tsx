import { type ComponentType, lazy } from 'react';
import { ViewNotLoaded } from './view-not-loaded.js';

/**
 * A view whose code is loaded when it is looked at for the first time: the first load stays small. Code that could not
 * be had is asked for again at the next look; React by itself would remember the failure.
 */
export function lazyView<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const fresh = () =>
    lazy(async () => {
      try {
        return { default: await load() };
      } catch (error) {
        // Not here: React would render the fresh one at once, and ask without an end.
        throw new ViewNotLoaded(error, () => {
          View = fresh();
        });
      }
    });
  let View = fresh();
  return (props) => <View {...props} />;
}
