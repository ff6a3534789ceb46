import type { Issue } from '../../../contract/index.js';

/** Says what is wrong with a value that stands at `path`; nothing when it fits. */
export type Shape = (value: unknown, path: string) => readonly Issue[];
