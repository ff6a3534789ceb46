/**
 * Whether a subject names a team. The platform's public pages say that it may, not how it then looks; chosen here is
 * `team:<id>`, in any case. A team that comes as a bare id is known to no directory, and its event ends as one of an
 * unknown member. When the platform's form becomes known, this is the one place to change.
 */
export const isTeam = (subject: string): boolean => /^team[:/]/i.test(subject);
