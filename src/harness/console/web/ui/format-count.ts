const counts = new Intl.NumberFormat();

/** A number with the separators of the viewer's language. */
export const formatCount = (count: number): string => counts.format(count);
