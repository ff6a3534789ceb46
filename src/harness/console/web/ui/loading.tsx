import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** Stands where something will be, as high as it is likely to be. */
export const Loading = ({ rows = 5 }: { readonly rows?: number }) => (
  <Stack gap="sm" role="status">
    <VisuallyHidden>Loading</VisuallyHidden>
    {Array.from({ length: rows }, (_, row) => (
      <Skeleton key={row} height={28} />
    ))}
  </Stack>
);
