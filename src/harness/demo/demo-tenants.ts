/** The tenant that the demo plays in. */
export const DEMO_TENANT = 'demo';

/** A second tenant, to see that nothing crosses; it has data and no connection. */
export const SECOND_TENANT = 'second';

/** Members of the second tenant: enough for every oddity once. */
export const SECOND_TENANT_MEMBERS = 20;
