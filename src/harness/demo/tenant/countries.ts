/** A country as the demo knows it: enough to make its members look at home. */
export interface DemoCountry {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly locale: string;
  readonly currency: string;
  readonly cities: readonly [DemoCity, ...DemoCity[]];
  readonly givenNames: readonly [string, ...string[]];
  readonly familyNames: readonly [string, ...string[]];
  /** A valid mobile number as people there write it, another one for each number below a million. */
  readonly phone: (number: number) => string;
}

/** A city with its region and one postcode. */
interface DemoCity {
  readonly city: string;
  readonly region: string;
  readonly postcode: string;
}

const digits = (number: number, length: number) => String(number).padStart(length, '0');
const pairs = (text: string) => text.replace(/(..)(?=.)/g, '$1 ');

/** Where the demo's members live. */
export const countries: readonly [DemoCountry, ...DemoCountry[]] = [
  {
    code: 'GB',
    locale: 'en-GB',
    currency: 'GBP',
    cities: [
      { city: 'Leeds', region: 'West Yorkshire', postcode: 'LS1 4DY' },
      { city: 'Bristol', region: 'Bristol', postcode: 'BS1 5TR' },
    ],
    givenNames: ['Amelia', 'Oliver', 'Isla', 'Harry', 'Siobhán'],
    familyNames: ['Smith', "O'Neill", 'Okafor', 'Davies-Jones', 'Patel'],
    phone: (number) => `07400 ${digits(number, 6)}`,
  },
  {
    code: 'US',
    locale: 'en-US',
    currency: 'USD',
    cities: [
      { city: 'Portland', region: 'OR', postcode: '97205' },
      { city: 'San Francisco', region: 'CA', postcode: '94103' },
    ],
    givenNames: ['Mason', 'Ava', 'Noah', 'Sofia', 'Liam'],
    familyNames: ['Johnson', 'Garcia', 'Nguyen', 'Miller', 'Brown'],
    phone: (number) => {
      const line = digits(2_000_000 + number, 7);
      return `(415) ${line.slice(0, 3)}-${line.slice(3)}`;
    },
  },
  {
    code: 'DE',
    locale: 'de-DE',
    currency: 'EUR',
    cities: [
      { city: 'Köln', region: 'Nordrhein-Westfalen', postcode: '50667' },
      { city: 'Leipzig', region: 'Sachsen', postcode: '04109' },
    ],
    givenNames: ['Jürgen', 'Anna', 'Lukas', 'Mia', 'Käthe'],
    familyNames: ['Müller', 'Schmidt', 'von der Heide', 'Weiß', 'Yılmaz'],
    phone: (number) => `0151/${digits(20_000_000 + number, 8)}`,
  },
  {
    code: 'FR',
    locale: 'fr-FR',
    currency: 'EUR',
    cities: [
      { city: 'Lyon', region: 'Auvergne-Rhône-Alpes', postcode: '69002' },
      { city: 'Nantes', region: 'Pays de la Loire', postcode: '44000' },
    ],
    givenNames: ['Chloé', 'Hugo', 'Zoë', 'Louis', 'Inès'],
    familyNames: ['Martin', 'Lefèvre', "d'Arcy", 'Dubois', 'Moreau'],
    phone: (number) => pairs(`06${digits(12_000_000 + number, 8)}`),
  },
  {
    code: 'AU',
    locale: 'en-AU',
    currency: 'AUD',
    cities: [
      { city: 'Melbourne', region: 'VIC', postcode: '3000' },
      { city: 'Perth', region: 'WA', postcode: '6000' },
    ],
    givenNames: ['Jack', 'Matilda', 'Ruby', 'Lachlan', 'Tien'],
    familyNames: ['Wilson', 'Nguyen', 'Taylor', 'Kelly', 'Singh'],
    phone: (number) => {
      const line = digits(number, 6);
      return `0412 ${line.slice(0, 3)} ${line.slice(3)}`;
    },
  },
  {
    code: 'ES',
    locale: 'es-ES',
    currency: 'EUR',
    cities: [{ city: 'Málaga', region: 'Andalucía', postcode: '29001' }],
    givenNames: ['Lucía', 'Mateo', 'Begoña', 'Iñigo', 'Carmen'],
    familyNames: ['García López', 'Núñez', 'Ruiz', 'Peña', 'Soler'],
    phone: (number) => `+34 ${digits(612_000_000 + number, 9)}`,
  },
];
