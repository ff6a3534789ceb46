import { Code, Text } from '@mantine/core';

interface Props {
  readonly code: string;
  /** Sentences by code, where the extension has any. */
  readonly sentences: Readonly<Record<string, string>> | undefined;
}

/** Why something was not sent, or with less: what it means and what to do, and the code by which it is counted. */
export function Reason({ code, sentences }: Props) {
  const sentence = sentences?.[code];
  if (sentence === undefined) return <Code>{code}</Code>;
  return (
    <Text span size="sm">
      {sentence} <Code>{code}</Code>
    </Text>
  );
}
