/** Every scope that may be asked for, and what it allows in words for whoever is asked to consent. */
export const SCOPE_WORDS: Readonly<Record<string, string>> = {
  'accounts:read': 'See your account’s name and settings',
  'events:read': 'See what your customers did',
  'events:write': 'Record what your customers do',
  'profiles:read': 'See your customers’ profiles',
  'profiles:write': 'Create and change your customers’ profiles',
  'lists:read': 'See your lists and who is on them',
  'lists:write': 'Create lists, and add and remove their members',
  'metrics:read': 'See your metrics',
  'subscriptions:write': 'Subscribe and unsubscribe your customers',
  'data-privacy:write': 'Erase your customers’ data',
  'webhooks:read': 'See your webhooks',
  'webhooks:write': 'Create, change and remove webhooks',
  'flows:read': 'See your flows',
  'segments:read': 'See your segments',
  'tags:read': 'See your tags',
};
