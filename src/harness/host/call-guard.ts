import { Fault, type Clock } from '../../contract/index.js';

/**
 * Stands between the host and an extension: what hangs is given up after a time, and what throws comes out as a
 * `Fault`. What an extension does in one go without ever awaiting cannot be interrupted from within its process.
 */
export class CallGuard {
  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  /**
   * @param abort told when the time is over, so that the extension can stop as well
   * @throws Fault `extension_timeout`, `extension_failed` with the extension's error as `cause`, or the extension's own
   */
  async run<T>(work: () => T | Promise<T>, abort?: AbortController, timeoutMs = this.timeoutMs): Promise<T> {
    let cancel: () => void = () => undefined;
    const late = new Promise<never>((_, reject) => {
      cancel = this.clock.timer(timeoutMs, () => {
        const fault = timedOut(timeoutMs);
        reject(fault);
        abort?.abort(fault);
      });
    });
    try {
      return await Promise.race([Promise.resolve().then(work), late]);
    } catch (error) {
      throw Fault.is(error) ? error : failed(error);
    } finally {
      cancel();
    }
  }

  /**
   * The object with every method guarded; what it has not, it has not.
   *
   * @param patience how long single methods may take, where that is not the usual time (ms)
   */
  around<T extends object>(
    object: T,
    abort: AbortController,
    patience: Readonly<Record<string, number>> = {},
  ): T {
    return new Proxy(object, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        const method = value as (...args: readonly unknown[]) => unknown;
        return (...args: readonly unknown[]) =>
          this.run(() => method.apply(target, [...args]), abort, patience[String(key)]);
      },
    });
  }
}

function timedOut(timeoutMs: number): Fault {
  return new Fault({
    kind: 'transient',
    code: 'extension_timeout',
    message: `The extension did not answer within ${timeoutMs} ms; try again.`,
    retryAfterMs: 1000,
  });
}

function failed(cause: unknown): Fault {
  return new Fault({
    kind: 'system',
    code: 'extension_failed',
    message: 'The extension failed; its log tells why.',
    retryAfterMs: 1000,
    cause,
  });
}
