import { parseArgs } from 'node:util';
import { createEmulator } from './emulator.js';

/** The emulator as a process of its own: `--port 4010 --data DIR [--host H] [--openapi FILE] [--latency MS] [--no-limits]`. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string' },
    openapi: { type: 'string' },
    latency: { type: 'string', default: '0' },
    'no-limits': { type: 'boolean', default: false },
  },
});

// Whoever started this may be gone: a closed pipe and a hung-up terminal are no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('SIGHUP', () => undefined);

const emulator = await createEmulator({
  limits: !values['no-limits'],
  latencyMs: Number(values.latency),
  ...(values.data === undefined ? {} : { data: values.data }),
  ...(values.openapi === undefined ? {} : { openapi: values.openapi }),
});

const stop = (): void => {
  void emulator.close().then(() => process.exit(0));
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
// The answer to the request that asked for it goes out first.
void emulator.shutdownRequested.then(() => setTimeout(stop, 50));

try {
  const url = await emulator.listen(Number(values.port), values.host);
  process.stdout.write(`emulator ready ${url}\n`);
} catch (error) {
  process.stderr.write(`emulator cannot listen: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
  await emulator.close();
}
