import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** What can be counted of the inside of the extension; see ARCHITECTURE.md for the aims. */
export interface Structure {
  /** Pairs of rooms of one floor that import each other. */
  readonly mutualPairs: readonly string[];
  /** Imports from a room into one that stands above it. */
  readonly upward: readonly string[];
  /** Queries outside `src/store`: `file:line`. */
  readonly queriesOutsideStore: readonly string[];
  /** Places that write in a lane's fenced transaction: `file:line`. */
  readonly settlingPlaces: readonly string[];
  /** Files that tell the backlog what was done. */
  readonly backlogTellers: readonly string[];
  /** Files of more than 300 lines, comments and blank lines left out. */
  readonly longFiles: readonly string[];
  /** Of the extension: everything but the harness. */
  readonly files: number;
  readonly lines: number;
}

const FLOORS = ['src/delivery', 'src/sync', 'src/harness'];

/**
 * Measures the sources below a folder.
 *
 * @param root the folder of the repository
 * @param stairs by floor, its rooms from the lowest to the highest; as the lint rule has them
 */
export function measureStructure(
  root: string,
  stairs: Readonly<Record<string, readonly string[]>>,
): Structure {
  const sources = filesBelow(join(root, 'src')).map((path) => ({
    path: relative(root, path).split(sep).join('/'),
    text: readFileSync(path, 'utf8'),
  }));
  const extension = sources.filter(({ path }) => !path.startsWith('src/harness/'));
  const places = (pattern: RegExp, files = extension): string[] =>
    files.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    );
  const imports = FLOORS.flatMap((floor) => importsBetweenRooms(floor, sources));
  return {
    mutualPairs: imports
      .filter(({ from, to }) => from < to && imports.some((one) => one.from === to && one.to === from))
      .map(({ from, to }) => `${from} ↔ ${to}`),
    upward: imports
      .filter(({ floor, from, to }) => {
        const rooms = stairs[floor] ?? [];
        return rooms.indexOf(roomOf(floor, from, rooms)) < rooms.indexOf(roomOf(floor, to, rooms));
      })
      .map(({ path, to }) => `${path} → ${to}`),
    queriesOutsideStore: places(
      /getRepository|createQueryBuilder|manager\.query\(/,
      extension.filter(({ path }) => !path.startsWith('src/store/')),
    ),
    settlingPlaces: places(/fence\.settle(Many)?\(/),
    backlogTellers: [...new Set(places(/backlog\.takeNews\(/).map((place) => place.split(':')[0] ?? ''))],
    longFiles: sources.filter(({ text }) => codeLines(text) > 300).map(({ path }) => path),
    files: extension.length,
    lines: extension.reduce((sum, { text }) => sum + text.split('\n').length, 0),
  };
}

interface RoomImport {
  readonly floor: string;
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** Imports from one room of a floor into another; files that stand on the floor itself belong to no room. */
function importsBetweenRooms(
  floor: string,
  sources: readonly { readonly path: string; readonly text: string }[],
): RoomImport[] {
  return sources.flatMap(({ path, text }) => {
    const from = room(floor, path);
    if (from === null) return [];
    return [...text.matchAll(/from '(\.[^']+)'/g)].flatMap(([, specifier = '']): RoomImport[] => {
      const to = room(floor, join(dirname(path), specifier).split(sep).join('/'));
      return to === null || to === from ? [] : [{ floor, path, from, to }];
    });
  });
}

const room = (floor: string, path: string): string | null => {
  if (!path.startsWith(`${floor}/`)) return null;
  const parts = path.slice(floor.length + 1).split('/');
  if (parts.length === 1) return null;
  return `${floor}/${parts.length > 2 && parts[0] === 'capabilities' ? parts.slice(0, 2).join('/') : (parts[0] ?? '')}`;
};

const roomOf = (floor: string, path: string, rooms: readonly string[]): string =>
  rooms.find((name) => `${floor}/${name}` === path) ?? '';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Lines that are neither blank nor comment, as lint counts them. */
function codeLines(text: string): number {
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return bare.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}
