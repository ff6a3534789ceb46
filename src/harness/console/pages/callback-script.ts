/**
 * Tells the console how it went, then closes the pop-up; a refusal stays open to be read. By a channel as well as by the
 * opener: a vendor's page may cut the tie between the two windows.
 */
export const callbackScript = `
(() => {
  const { result, code, message } = document.currentScript.dataset;
  const told = { source: 'wll-oauth', result, code, message };
  new BroadcastChannel('wll-oauth').postMessage(told);
  if (opener) opener.postMessage(told, location.origin);
  if (result === 'connected' && (opener || window.name === 'wll-connect')) setTimeout(close, 800);
})();
`;
