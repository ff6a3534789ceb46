/** The code of a view could not be had. */
export class ViewNotLoaded extends Error {
  /** @param forget lets the next look ask for it again */
  constructor(
    cause: unknown,
    readonly forget: () => void,
  ) {
    super('This part of the page could not be loaded.', { cause });
    this.name = 'ViewNotLoaded';
  }
}
