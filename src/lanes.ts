import type { ServiceIdentifier } from 'inversify';
import type { LaneScheduler } from './contract/index.js';

/** The scheduler in use: the host's where it offers one, else the one in process. */
export const LANES = Symbol.for('klaviyo.lanes') as ServiceIdentifier<LaneScheduler>;
