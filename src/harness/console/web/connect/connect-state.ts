/** How far an authorisation in a pop-up has come. */
export type ConnectState =
  | { readonly phase: 'idle' }
  /** The pop-up is open, and nothing has come back yet. */
  | { readonly phase: 'waiting' }
  | { readonly phase: 'connected' }
  /** The browser opened no window; the consent page can be had in this one. */
  | { readonly phase: 'blocked'; readonly redirect: string }
  /** The window is gone, and nothing came back. */
  | { readonly phase: 'closed' }
  /** The vendor, or the extension, said no: consent was denied, the state expired, another account. */
  | { readonly phase: 'refused'; readonly message: string }
  /** It could not even be begun. */
  | { readonly phase: 'failed'; readonly message: string };
