/** Saves what an address answers as a file. By script, since a link cannot name the tenant. */
export async function saveFile(path: string, name: string, tenant: string | null): Promise<void> {
  const answer = await fetch(path, { headers: tenant === null ? {} : { 'x-tenant': tenant } });
  const url = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
