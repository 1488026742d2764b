import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAlias } from '#domain/alias.ts';
import { digestOf, shortCode } from '#domain/digest.ts';

const signed = {
  action: 'promote',
  target: 'production',
  subject: 'sha256:a',
  evidence: 'sha256:b',
  policy: 'sha256:c',
};

describe('digests and short codes', () => {
  it('is SHA-256 of the canonical text', () => {
    // echo -n '{"a":1}' | sha256sum
    expect(digestOf({ a: 1 })).toBe('sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
  });

  it('is six characters that people do not mistake for each other', () => {
    fc.assert(
      fc.property(fc.string(), (subject) => {
        expect(shortCode({ ...signed, subject })).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/);
      }),
    );
  });

  it.each(['action', 'target', 'subject', 'evidence', 'policy'] as const)('changes with the %s', (part) => {
    expect(shortCode({ ...signed, [part]: 'other' })).not.toBe(shortCode(signed));
  });
});

describe('aliases that every registry takes', () => {
  it.each(['production', 'ab', 'a1', 'eu-west', `a${'b'.repeat(62)}c`])('takes %s', (alias) => {
    expect(isAlias(alias)).toBe(true);
  });

  it.each([
    '',
    'a',
    'latest',
    'default',
    'v7',
    '7',
    'Production',
    'with_underscore',
    'ends-',
    '-starts',
    'a b',
    `a${'b'.repeat(64)}`,
  ])('refuses %j', (alias) => {
    expect(isAlias(alias)).toBe(false);
  });
});
