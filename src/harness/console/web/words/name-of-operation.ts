/** An operation's code as a person reads it: `bulk_import_profiles` is `Bulk import profiles`. */
export function nameOfOperation(code: string): string {
  const words = code.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
