/** What opens a server, a database, a browser or another process. */
const WORLD = [
  'fastify',
  'node:child_process',
  'pg',
  'playwright-core',
  'src/harness/emulator/http/http-server.js',
  'src/harness/host/store/database.js',
];

/** Whether a test needs this process alone: by what it can reach, so that nobody has to keep a list. */
export const isUnit = (reach: ReadonlySet<string>): boolean => !WORLD.some((part) => reach.has(part));
