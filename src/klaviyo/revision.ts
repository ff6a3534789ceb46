/** The revision of Klaviyo's API that this extension is written for. It retires about July 2028. */
export const KLAVIYO_REVISION = '2026-07-15';
