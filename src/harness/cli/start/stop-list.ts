/**
 * What has been started, in order; stopped in the opposite one. What is added after the stop is stopped at once, so
 * that a start which is interrupted leaves nothing running.
 */
export class StopList {
  private stops: (() => Promise<void>)[] = [];
  private stopped = false;

  /** @throws Error when everything was stopped meanwhile: there is no point in starting more. */
  async add(stop: () => Promise<void>): Promise<void> {
    if (!this.stopped) {
      this.stops.unshift(stop);
      return;
    }
    await stop();
    throw new Error('Interrupted while starting.');
  }

  /** Stops everything, whatever one of them does; gives what went wrong. */
  async stop(): Promise<readonly unknown[]> {
    this.stopped = true;
    const errors: unknown[] = [];
    for (const stop of this.stops.splice(0)) await stop().catch((error: unknown) => errors.push(error));
    return errors;
  }
}
