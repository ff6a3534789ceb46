/** The name of a profile property: the prefix and the name; a name that has the prefix already stays as it is. */
export const propertyName = (prefix: string, name: string): string =>
  prefix !== '' && name.startsWith(prefix) ? name : prefix + name;
