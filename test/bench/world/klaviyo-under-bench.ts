import type {
  Extension,
  Inspection,
  Lifecycle,
  Operations,
  Synchronisation,
} from '../../../src/contract/index.js';

/** The extension as a host sees it: the benchmarks know nothing else of it. */
export type KlaviyoUnderBench = Extension & Lifecycle & Inspection & Operations & Partial<Synchronisation>;
