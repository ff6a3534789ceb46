import { readFileSync } from 'node:fs';
import { ApiContract } from './api-contract.js';
import type { ApiDocument } from './schema.js';

/**
 * Reads an OpenAPI document in which `nullable` is already rewritten to JSON Schema types.
 *
 * @throws Error where the file cannot be read or is no OpenAPI document.
 */
export const openApiContract = (file: string): ApiContract => {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Partial<ApiDocument>;
  if (document.paths === undefined || document.components === undefined) {
    throw new Error(`${file} is not an OpenAPI document: it has no paths or no components.`);
  }
  return new ApiContract(file, document as ApiDocument);
};
