/** A step of connecting the demo was answered by something else than expected. */
export class DemoWalkError extends Error {
  constructor(step: string, detail: string) {
    super(`The demo could not be connected: ${step}: ${detail}`);
    this.name = 'DemoWalkError';
  }
}
