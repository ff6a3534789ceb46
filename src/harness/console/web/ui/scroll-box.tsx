import { Box } from '@mantine/core';
import type { ReactNode } from 'react';

/** What is wider than the screen is scrolled within its own box, by keyboard too. */
export const ScrollBox = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <Box role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
    {children}
  </Box>
);
