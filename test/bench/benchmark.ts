import type { BenchFlags } from './bench-flags.js';
import type { Report } from './report/report.js';

/** Measures one thing. `progress` tells a person who waits what is going on. */
export type Benchmark = (flags: BenchFlags, progress: (step: string) => void) => Promise<Report>;
