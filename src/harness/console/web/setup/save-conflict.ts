import type { Configuration } from '../../../../contract/index.js';

/** Somebody else has saved since these settings were read; nothing was written. */
export class SaveConflict extends Error {
  constructor(readonly newest: Configuration) {
    super(
      'Somebody else has saved these settings meanwhile. Their changes have been taken over here, and what you have typed stands. Look it over and save again.',
    );
    this.name = 'SaveConflict';
  }
}
