/**
 * Structured logging. Fields first, then a sentence. No field may carry a token, a code, an e-mail address or a
 * phone number.
 */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
}
