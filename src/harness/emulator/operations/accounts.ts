import { pageLinks } from '../http/page.js';
import { sparse } from '../http/sparse-fields.js';
import type { Handler } from './api-call.js';

/** `GET /api/accounts`: the one account that the token belongs to. */
export const getAccounts: Handler = (call) => {
  const { id, name } = call.account.head;
  const account = {
    type: 'account',
    id,
    attributes: {
      test_account: true,
      contact_information: {
        default_sender_name: name,
        default_sender_email: `hello@${id.toLowerCase()}.klaviyo.invalid`,
        website_url: null,
        organization_name: name,
        street_address: {
          address1: null,
          address2: null,
          city: null,
          region: null,
          country: null,
          zip: null,
        },
      },
      industry: null,
      timezone: 'Europe/London',
      preferred_currency: 'GBP',
      public_api_key: id,
      locale: 'en-GB',
    },
    links: { self: `${call.base}/api/accounts/${id}/` },
  };
  return { status: 200, json: { data: [sparse(account, call.query)], links: pageLinks(call.self) } };
};
