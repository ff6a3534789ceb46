import { expect } from 'chai';
import { mapProfile } from '../../src/mapping/index.js';

/** Locales as browsers, telephones, POSIX, Java and people write them; `null`: left out with a reason. */
const LOCALES: readonly (readonly [written: string, sent: string | null])[] = [
  ['en', 'en'],
  ['en-GB', 'en-GB'],
  ['en_GB', 'en-GB'],
  ['EN-gb', 'en-GB'],
  ['en-US', 'en-US'],
  ['en_US.UTF-8', 'en-US'],
  ['en_US.utf8', 'en-US'],
  ['en-UK', 'en-GB'],
  ['de', 'de'],
  ['de-DE', 'de-DE'],
  ['de_AT', 'de-AT'],
  ['de_DE@euro', 'de-DE'],
  ['de-DE-u-co-phonebk', 'de-DE'],
  ['fr-FR', 'fr-FR'],
  ['fr_CA', 'fr-CA'],
  ['fr-BE', 'fr-BE'],
  ['es', 'es'],
  ['es-ES', 'es-ES'],
  ['es-419', 'es-419'],
  ['es_MX', 'es-MX'],
  ['ca-ES', 'ca-ES'],
  ['it-IT', 'it-IT'],
  ['pt-BR', 'pt-BR'],
  ['pt_pt', 'pt-PT'],
  ['nl-NL', 'nl-NL'],
  ['sv-SE', 'sv-SE'],
  ['da-DK', 'da-DK'],
  ['nb-NO', 'nb-NO'],
  ['nn-NO', 'nn-NO'],
  ['no', 'no'],
  ['fi-FI', 'fi-FI'],
  ['is-IS', 'is-IS'],
  ['pl-PL', 'pl-PL'],
  ['cs-CZ', 'cs-CZ'],
  ['sk-SK', 'sk-SK'],
  ['hu-HU', 'hu-HU'],
  ['ro-RO', 'ro-RO'],
  ['bg-BG', 'bg-BG'],
  ['el-GR', 'el-GR'],
  ['tr-TR', 'tr-TR'],
  ['ru-RU', 'ru-RU'],
  ['uk-UA', 'uk-UA'],
  ['sr-Latn-RS', 'sr-Latn-RS'],
  ['sr_RS_#Latn', null],
  ['he-IL', 'he-IL'],
  ['iw-IL', 'he-IL'],
  ['ar', 'ar'],
  ['ar-AE', 'ar-AE'],
  ['fa-IR', 'fa-IR'],
  ['hi-IN', 'hi-IN'],
  ['in-ID', 'id-ID'],
  ['ja-JP', 'ja-JP'],
  ['ja_JP_JP_#u-ca-japanese', null],
  ['ko-KR', 'ko-KR'],
  ['zh', 'zh'],
  ['zh-CN', 'zh-CN'],
  ['zh-TW', 'zh-TW'],
  ['zh_Hans_CN', 'zh-Hans-CN'],
  ['zh-Hant-HK', 'zh-Hant-HK'],
  ['yue-HK', 'yue-HK'],
  ['fil-PH', 'fil-PH'],
  ['gsw-CH', 'gsw-CH'],
  ['eng', 'en'],
  ['deu', 'de'],
  ['English', null],
  ['Deutsch', null],
  ['C', null],
  ['C.UTF-8', null],
  ['POSIX', null],
  ['1234', null],
  ['GB', null],
  ['xx-YY', null],
  ['en-QQ', null],
  ['en-ZZ', null],
  ['und', null],
  ['root', null],
  ['en-US,en;q=0.9', null],
  ['en-', null],
];

describe('locales', () => {
  for (const [locale, sent] of LOCALES)
    it(`${locale} is ${sent ?? 'left out, and told'}`, () => {
      const { attributes, warnings } = mapProfile(
        { id: 'm', profile: { locale } },
        {},
        { prefix: 'Loyalty ', attributes: [] },
      );
      expect(attributes.locale).to.equal(sent ?? undefined);
      expect(warnings.map(({ code, path }) => [code, path])).to.deep.equal(
        sent === null ? [['locale_unusable', '/profile/locale']] : [],
      );
      // What is sent is a tag that Unicode's own library takes as it stands.
      if (sent !== null) expect(Intl.getCanonicalLocales(sent)).to.deep.equal([sent]);
    });

  it('are kept and left out in these numbers', () => {
    const kept = LOCALES.filter(([, sent]) => sent !== null).length;
    expect([LOCALES.length, kept, LOCALES.length - kept]).to.deep.equal([78, 62, 16]);
  });
});
