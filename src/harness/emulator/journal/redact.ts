const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);
const SECRET_FIELDS = ['code', 'code_verifier', 'refresh_token', 'token', 'client_secret', 'access_token'];

/** Request headers without their secrets. */
export const redactHeaders = (
  headers: Readonly<Record<string, string | undefined>>,
): Record<string, string> => {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const scheme = value.includes(' ') ? `${value.slice(0, value.indexOf(' '))} ` : '';
    shown[name] = SECRET_HEADERS.has(name) ? `${name === 'authorization' ? scheme : ''}<redacted>` : value;
  }
  return shown;
};

/** A form as sent to the OAuth endpoints, without its secrets. */
export const redactForm = (body: string): string => {
  const form = new URLSearchParams(body);
  for (const field of SECRET_FIELDS) if (form.has(field)) form.set(field, '<redacted>');
  return form.toString();
};
