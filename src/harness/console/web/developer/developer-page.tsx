import { PageHead } from '../ui/page-head.js';
export const DeveloperPage = () => <PageHead title="Developer" />;
