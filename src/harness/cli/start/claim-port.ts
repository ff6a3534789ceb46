import { createServer } from 'node:net';
import { CliError } from '../cli-error.js';

/** A port that nobody else can take, neither a server nor a connection that goes out, until it is let go. */
export interface ClaimedPort {
  readonly port: number;
  /** To be called right before it is listened on. */
  readonly release: () => Promise<void>;
}

/**
 * Takes a port of 127.0.0.1 before anything else is begun; 0 finds a free one.
 *
 * @throws CliError when somebody else listens there
 */
export function claimPort(port: number, flag: string): Promise<ClaimedPort> {
  return new Promise((resolve, reject) => {
    const holder = createServer((early) => early.destroy());
    holder.once('error', (error: NodeJS.ErrnoException) => {
      const sentence =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is in use: stop what listens there, or choose another with ${flag}.`
          : `Port ${port} cannot be listened on (${error.code ?? error.message}): choose another with ${flag}.`;
      reject(new CliError(sentence));
    });
    holder.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = holder.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        release: () => new Promise((done) => holder.close(() => done())),
      });
    });
  });
}
