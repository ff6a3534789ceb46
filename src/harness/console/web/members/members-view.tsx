import { MemberPanel } from './member-panel.js';
import { MemberSearch } from './member-search.js';

interface Props {
  readonly id: string;
  readonly member: string | undefined;
}

/** Looks a member up, and tells why what was sent was sent, and what was not. */
export const MembersView = ({ id, member }: Props) =>
  member === undefined ? <MemberSearch id={id} /> : <MemberPanel id={id} member={member} />;
