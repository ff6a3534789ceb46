import type { Logger } from '../../../src/contract/index.js';

const nothing = () => undefined;

/** Errors go to stderr, since a benchmark that runs on one measures nothing; everything else is silent. */
export const errorLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  child: () => errorLogger,
};
