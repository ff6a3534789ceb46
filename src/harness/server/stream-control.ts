/** The demo's event stream, as the surface turns it. */
export interface StreamControl {
  /** Events per second; 0 when it stands. */
  rate(): number;
  setRate(rate: number): void;
}
