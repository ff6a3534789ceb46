import { useSearchParams } from 'wouter';

/** A change that the back button takes back, or one that it does not: a letter typed is no step of the way. */
interface Step {
  readonly replace?: boolean;
}

type Change = Readonly<Record<string, string | readonly string[] | null>>;

/**
 * What the address says beside its path: filters, what is opened, where one has leafed to. So back, reload and a link
 * that is sent to somebody show the same.
 *
 * @returns reads a value (`''` where there is none) or all of a name, and changes several at once
 */
export function useAddressValues(): {
  readonly valueOf: (name: string) => string;
  readonly valuesOf: (name: string) => readonly string[];
  readonly change: (values: Change, step?: Step) => void;
} {
  const [params, setParams] = useSearchParams();
  return {
    valueOf: (name) => params.get(name) ?? '',
    valuesOf: (name) => params.getAll(name),
    change: (values, step) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          next.delete(name);
          for (const one of [value ?? []].flat()) if (one !== '') next.append(name, one);
        }
        return next;
      }, step),
  };
}
