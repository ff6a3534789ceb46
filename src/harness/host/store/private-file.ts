import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What SQLite keeps beside a database that is open, with the database's own rights. */
const PARTS = ['', '-wal', '-shm'];

/**
 * Makes a SQLite file, where it is not there yet, and lets nobody but its owner read it or what stands beside it: members
 * are in it, and SQLite would make it readable for everybody.
 */
export async function makePrivateFile(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await (await open(file, 'a', 0o600)).close();
  for (const part of PARTS) {
    await chmod(file + part, 0o600).catch((error: unknown) => {
      // Of an older start there may be no second part; and another owner's file is the other owner's matter.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EPERM') throw error;
    });
  }
}
