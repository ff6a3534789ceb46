import { PageHead } from '../ui/page-head.js';
export const InstallationPage = ({ id, view }: { id: string; view: string; about: string | undefined }) => (
  <PageHead title={`${id} ${view}`} />
);
