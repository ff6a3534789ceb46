/** The host process ended before it answered: what it was asked may have been done, or not. */
export class HostGone extends Error {
  constructor(readonly exit: string) {
    super(`the host is gone (${exit})`);
    this.name = 'HostGone';
  }
}
