import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'klaviyo-openapi.json';

/**
 * Where Klaviyo's OpenAPI document is: as given, else as `KLAVIYO_OPENAPI` says, else in the folder `shared` beside
 * the repository. Undefined where it is nowhere; the emulator's own rules hold then.
 *
 * @throws Error where a path was named and nothing is there: a contract that was asked for is never left out quietly.
 */
export const findOpenApi = (
  given?: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined => {
  const named = given ?? environment['KLAVIYO_OPENAPI'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`There is no OpenAPI document at ${named}.`);
    return named;
  }
  return beside(process.cwd()) ?? beside(repositoryRoot());
};

const beside = (root: string): string | undefined => {
  const file = join(root, '..', 'shared', NAME);
  return existsSync(file) ? file : undefined;
};

/** The first folder above this file that has a package.json, and is not the build output. */
const repositoryRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
};
