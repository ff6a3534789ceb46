import { expect } from 'chai';
import { maskedText } from '../../src/providers/index.js';

describe('maskedText', () => {
  const cases: readonly (readonly [text: string, shown: string | null])[] = [
    ['Invalid input.', 'Invalid input.'],
    ['Ada.Lovelace@example.co.uk is suppressed', '‹e-mail› is suppressed'],
    ['ada@localhost is taken', '‹e-mail› is taken'],
    ["The value 'Ada Lovelace' is wrong", 'The value ‹…› is wrong'],
    ['The value “Ada” is wrong', 'The value ‹…› is wrong'],
    ['Phone +44 (0)20 7946-0958 is wrong', 'Phone ‹number› is wrong'],
    ['Born 1980-12-31', 'Born ‹number›'],
    ['At most 100 of 10', 'At most 100 of 10'],
    ['Token aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'Token ‹…›'],
    ['Invalid '.repeat(100), `${'Invalid '.repeat(25)}…`],
    ['Line\u0000\u202e one', 'Line one'],
    ['ada@loyalty-demo.net', '‹e-mail›'],
    ['', null],
    ['…', null],
  ];
  for (const [text, shown] of cases) {
    it(`shows ${JSON.stringify(text.slice(0, 50))} as ${JSON.stringify(shown?.slice(0, 50))}`, () => {
      expect(maskedText(text)).to.equal(shown);
    });
  }
});
