/**
 * Keeps the page fresh and works its buttons. The fragment replaces the old one only where it differs and nobody is
 * in it with keyboard or selection, so that neither focus nor reading place is lost.
 */
export const consoleScript = `
(() => {
  const live = document.getElementById('live');
  const notice = document.getElementById('notice');
  const tenant = live.dataset.tenant;
  let last = '';
  const refresh = async () => {
    try {
      const answer = await fetch('/console/fragment?tenant=' + encodeURIComponent(tenant));
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (notice.dataset.lost) { notice.textContent = ''; delete notice.dataset.lost; }
      const busy = live.contains(document.activeElement) || !getSelection().isCollapsed;
      if (text !== last && !busy) { live.innerHTML = text; last = text; }
    } catch { notice.textContent = 'The host does not answer.'; notice.dataset.lost = '1'; }
  };
  const call = async (method, path, body) => {
    const answer = await fetch('/api/installations/' + path, { method,
      headers: { 'content-type': 'application/json', 'x-tenant': tenant }, body: JSON.stringify(body ?? {}) });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error.message);
    return data;
  };
  document.addEventListener('click', async (event) => {
    const { connect, activate } = event.target.dataset ?? {};
    if (!connect && !activate) return;
    event.target.blur();
    // Opened before the first wait: later a browser would take it for an unasked pop-up.
    const popup = connect ? open('', 'connect', 'width=520,height=720') : null;
    try {
      if (connect) {
        const { redirect } = await call('POST', connect + '/connect');
        if (popup) popup.location = redirect; else location = redirect;
      } else {
        await call('PATCH', activate, { active: true });
        notice.textContent = 'Switched on.';
      }
    } catch (error) { popup?.close(); notice.textContent = error.message; }
    void refresh();
  });
  addEventListener('message', (event) => {
    if (event.origin !== location.origin || event.data?.source !== 'wll-oauth') return;
    notice.textContent = event.data.result === 'connected' ? 'Connected.' : 'Not connected.';
    void refresh();
  });
  setInterval(() => { if (!document.hidden) void refresh(); }, 2000);
})();
`;
