/** The style of the page in the pop-up: one sentence, light and dark as the system has it. */
export const callbackStyle = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #1a1b1e); color: light-dark(#1a1b1e, #e8ecf1); overflow-wrap: anywhere; }
main { max-width: 28rem; }
small { display: block; color: light-dark(#4d5863, #a9b4c0); }
a { color: light-dark(#1b5fc1, #8fc1ff); }
`;
