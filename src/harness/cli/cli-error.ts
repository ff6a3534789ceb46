/** Ends a command: one sentence for the person, a code for the shell. */
export class CliError extends Error {
  constructor(
    message: string,
    /** 1: it did not work. 2: it was asked wrongly. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
    this.name = 'CliError';
  }
}
