const KEY = 'tenant';

/** The tenant that the address names, as `?tenant=second`, kept for this tab; null for the host's usual one. */
export const tenant: string | null = (() => {
  const named = new URLSearchParams(location.search).get(KEY);
  if (named !== null) sessionStorage.setItem(KEY, named);
  return sessionStorage.getItem(KEY);
})();
