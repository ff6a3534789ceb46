import { Refusal } from '../answers/refusal.js';

/** The refusal for an operation that this extension has not got. */
export function notOffered(operation: string): Refusal {
  return new Refusal(501, {
    code: 'operation_not_offered',
    message: `This extension does not offer ${operation}.`,
  });
}
