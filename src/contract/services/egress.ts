/**
 * Where the extension's requests really go. A host may lead a declared origin elsewhere: to a proxy, to a local
 * stand-in of the vendor.
 */
export interface Egress {
  /**
   * @param declared an origin from the manifest's `egress`, as `https://a.klaviyo.com`
   * @throws Fault `egress_not_declared`
   */
  origin(declared: string): string;
}
