/** Tells the console how it went, then closes the pop-up; a refusal stays open to be read. */
export const callbackScript = `
(() => {
  const { result } = document.currentScript.dataset;
  if (!opener) return;
  opener.postMessage({ source: 'wll-oauth', result }, location.origin);
  if (result === 'connected') setTimeout(close, 800);
})();
`;
