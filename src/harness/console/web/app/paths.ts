/** The addresses of the views. */
export const paths = {
  settings: '/settings',
  integrations: '/settings/integrations',
  extensions: '/settings/integrations/extensions',
  create: '/settings/integrations/extensions/new',
  developer: '/developer',
  installation: (id: string, view: string, ...more: readonly string[]): string =>
    ['/settings/integrations/extensions', ...[id, view, ...more].map(encodeURIComponent)].join('/'),
} as const;
