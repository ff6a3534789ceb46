import { AssertionError } from 'chai';

/** What a promise was rejected with; that it resolves is a failure. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { readonly code?: string }> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error as Error;
  }
  throw new AssertionError(`expected a rejection, resolved with ${JSON.stringify(value)}`);
}
