/** The address of an installation, or of something below it. */
export const pathOf = (id: string, ...below: readonly string[]): string =>
  ['/api/installations', id, ...below]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');
