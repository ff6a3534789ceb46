/**
 * Something that was left out, cut or renamed while an item was mapped, so that the rest of it could go. It names the
 * place, never the value: warnings are stored and shown, and hold no e-mail address, no phone number and no secret.
 */
export interface Warning {
  /** Stable, snake_case, as `phone_unusable`. */
  readonly code: string;
  /** One sentence that tells what was done and why. */
  readonly message: string;
  /** JSON pointer into the member or the event. */
  readonly path: string;
}
