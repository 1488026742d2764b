import { describe, it } from 'vitest';
import { type SuspendedLink, suspendedLink } from '#views/suspended-link.ts';
import { expectGolden } from './golden.ts';

const state: SuspendedLink = {
  name: 'Mei Tanaka',
  was: 'mei@northwind.example',
  became: 'mei@elsewhere.example',
  since: '2026-11-27T14:21:00.000Z',
  owner: { role: 'ML platform', people: [{ name: 'Ops Okafor', slackId: 'U0OPS' }] },
  confirmed: null,
  press: 'sealed',
};

describe('an account whose e-mail address changed', () => {
  it.each([
    ['open', state],
    ['ownerless', { ...state, owner: { role: 'ML platform', people: [] } }],
    ['confirmed', { ...state, confirmed: { by: 'Ops Okafor', at: '2026-11-27T15:00:00.000Z' } }],
  ] as const satisfies readonly (readonly [string, SuspendedLink])[])('reads well when it is %s', (name, shown) => {
    expectGolden(`suspended-link-${name}`, suspendedLink(shown));
  });
});
