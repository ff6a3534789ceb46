import { createServer } from 'node:net';
import { CliError } from '../cli-error.js';

/**
 * Makes sure that a port of 127.0.0.1 can be listened on, before anything else is begun; 0 finds a free one.
 *
 * @throws CliError when somebody else listens there
 */
export function claimPort(port: number, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const sentence =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is in use: stop what listens there, or choose another with ${flag}.`
          : `Port ${port} cannot be listened on (${error.code ?? error.message}): choose another with ${flag}.`;
      reject(new CliError(sentence));
    });
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = probe.address();
      const claimed = typeof address === 'object' && address !== null ? address.port : port;
      probe.close(() => resolve(claimed));
    });
  });
}
