/** A text without lone surrogates, which have no UTF-8 form: each becomes U+FFFD. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');
