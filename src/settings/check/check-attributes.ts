import type { Issue } from '../../contract/index.js';
import { isSecret, PROFILE_PROPERTY, propertyName } from '../../mapping/index.js';
import type { Settings } from '../settings.js';

const same = (name: string): string => name.toLowerCase();

function isSecretSource(from: string): boolean {
  const keys = from.split(/[./]/);
  return isSecret(keys.at(-1) ?? '', '', keys.at(-2) ?? '');
}

const secret = (path: string): Issue => ({
  path,
  code: 'secret_attribute',
  message: 'Passwords, tokens and the like are never sent.',
});

/** What is wrong with the attributes that become properties: secrets, and names that are taken. */
export function attributeIssues({ attributes, prefix }: Settings): readonly Issue[] {
  const reserved = new Set(Object.values(PROFILE_PROPERTY).map((name) => same(propertyName(prefix, name))));
  const taken = new Set<string>();
  return attributes.flatMap(({ from, to }, index): Issue[] => {
    const path = `/attributes/${index}`;
    const name = same(propertyName(prefix, to));
    if (isSecretSource(from)) return [secret(`${path}/from`)];
    if (reserved.has(name))
      return [
        {
          path: `${path}/to`,
          code: 'reserved_name',
          message: 'The extension fills this property itself; choose another name.',
        },
      ];
    if (taken.has(name))
      return [
        { path: `${path}/to`, code: 'duplicate_name', message: 'Another attribute has this name already.' },
      ];
    taken.add(name);
    return [];
  });
}

/** The same of what goes into Klaviyo's own fields. */
export const fieldIssues = ({ fields }: Settings): readonly Issue[] =>
  (['addressLine2', 'timeZone'] as const)
    .filter((name) => isSecretSource(fields[name]))
    .map((name) => secret(`/fields/${name}`));
