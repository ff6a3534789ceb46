/**
 * The version of the agreement in this folder, by semantic versioning: an extension's manifest names the range it
 * was built for (`contract: "^1.0.0"`), a host refuses what its own version does not satisfy.
 */
export const CONTRACT_VERSION = '1.0.0';
