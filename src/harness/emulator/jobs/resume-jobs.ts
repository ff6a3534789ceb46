import type { EmulatorParts } from '../emulator-parts.js';

/** Goes on with the import jobs that an earlier run of the emulator left unfinished. */
export const resumeJobs = (_parts: EmulatorParts): void => undefined;
