/** A header's value, or a JSON web token, under whatever name it stands. */
const CREDENTIAL = /^\s*(bearer|basic)\s+[\w+/=.~-]{8,}\s*$|^eyJ[\w-]+\.[\w-]+\.[\w-]*$/i;

/** Whether a text is a credential by its own form. */
export const isSecretText = (text: string): boolean => text.length < 20_000 && CREDENTIAL.test(text);
