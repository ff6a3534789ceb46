/** What a process of several does: accept what comes in, deliver what was accepted, or both. */
export type Role = 'accept' | 'deliver' | 'both';

/** Who decides which process delivers what: each by itself, or all by the database that they share. */
export type SchedulerName = 'in-process' | 'pg-boss';
