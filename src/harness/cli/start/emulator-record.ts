import { readFileSync, writeFileSync } from 'node:fs';

/** Where the emulator of a data folder was last started. */
export interface EmulatorRecord {
  read(): string | null;
  write(url: string): void;
}

/** Keeps it in a file: a host that was killed finds its emulator again, whatever port that had. */
export function emulatorRecord(file: string): EmulatorRecord {
  return {
    read: () => {
      try {
        const { url } = JSON.parse(readFileSync(file, 'utf8')) as { readonly url?: unknown };
        return typeof url === 'string' ? url : null;
      } catch {
        return null;
      }
    },
    write: (url) => writeFileSync(file, `${JSON.stringify({ url })}\n`),
  };
}
