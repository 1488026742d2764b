import { describe, expect, it } from 'vitest';
import { matchable, personByEmail, withMatches } from '#playbook/email-match.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { folder, head, org, people } from './company.ts';

const gate = `${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`;
const allowing = org.replace(/^channels:/m, 'identity: {allow_email_match: true, domains: [Example.com]}\nchannels:');
const without = people.replace('slack: U0TEST01, ', '');

function loaded(replaced: Readonly<Record<string, string>>) {
  const result = loadPlaybooks(folder(gate, replaced));
  if (!result.ok) throw new Error(result.problems.map(({ sentence }) => sentence).join('\n'));
  return result.set;
}

const account = { slackUser: 'U0OTHER01', kind: 'member', active: true, email: 'ML-1@Example.com' };

describe('an address of people.yaml', () => {
  it('links an account in a listed domain, however it is written', () => {
    const set = loaded({ 'org.yaml': allowing, 'people.yaml': without });
    expect([...matchable(set)]).toEqual([['ml-1@example.com', 'ml-1']]);
    expect(personByEmail(set, account)).toBe('ml-1');
    expect(withMatches(set, [account]).people.people['ml-1']).toMatchObject({ slack: ['U0OTHER01'], matched: true });
  });

  it.each([
    ['of a guest', { kind: 'guest' }],
    ['of a bot', { kind: 'bot' }],
    ['of another workspace', { kind: 'external' }],
    ['that is deactivated', { active: false }],
    ['whose address Slack does not tell', { email: null }],
    ['with another address', { email: 'ml-2@example.com' }],
    ['of another domain that ends alike', { email: 'ml-1@notexample.com' }],
  ])('links no account %s', (_, differs) => {
    const set = loaded({ 'org.yaml': allowing, 'people.yaml': without });
    expect(personByEmail(set, { ...account, ...differs })).toBeNull();
  });

  it('links nobody who has an account, and nobody where org.yaml does not say so', () => {
    expect([...matchable(loaded({ 'org.yaml': allowing }))]).toEqual([]);
    expect([...matchable(loaded({}))]).toEqual([]);
  });

  it('links neither of two accounts that have it', () => {
    const set = loaded({ 'org.yaml': allowing, 'people.yaml': without });
    expect(withMatches(set, [account, { ...account, slackUser: 'U0OTHER02' }])).toBe(set);
  });

  it.each([
    [
      'org.yaml does not allow it',
      org,
      'ml-1 has no Slack account: write slack: U…, or set identity.allow_email_match and identity.domains in org.yaml',
    ],
    [
      'its domain is not listed',
      allowing.replace('Example.com', 'other.example'),
      'no Slack account can be linked to ml-1: write slack: U…, or an e-mail address of a domain in identity.domains of org.yaml',
    ],
  ])('alone is not enough where %s', (_, written, sentence) => {
    const result = loadPlaybooks(folder(gate, { 'org.yaml': written, 'people.yaml': without }));
    expect(result.ok ? [] : result.problems).toMatchObject([{ code: 'unlinked', sentence, line: expect.any(Number) }]);
  });
});
