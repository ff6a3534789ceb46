/** The driver makes a string for each cell: of equal ones the first is kept. */
export const keptOnce = (): (<T extends string>(text: T) => T) => {
  const known = new Map<string, string>();
  return <T extends string>(text: T): T => {
    const before = known.get(text);
    if (before === undefined) known.set(text, text);
    return (before ?? text) as T;
  };
};
