import { test } from 'vitest';
import { type CodeMeaning, type VerifiedCode, verifiedCode } from '#views/verified-code.ts';
import { type ProvedCode, verifiedModel } from '#views/verified-model.ts';
import { expectGolden } from './golden.ts';
import { line, now } from './scene.ts';

const meaning: CodeMeaning = { request: 'R-12', line: line(), fits: null, codeNow: null, proved: true };
const found: VerifiedCode = { code: 'K7QF-92', named: null, meanings: [meaning], now };

test.each([
  ['verified-code', found],
  ['verified-code-unknown', { ...found, meanings: [] }],
  ['verified-code-named', { ...found, named: 'fraud-scorer 7', meanings: [{ ...meaning, fits: true }] }],
  ['verified-code-other-model', { ...found, named: 'churn 4', meanings: [{ ...meaning, fits: false }] }],
  ['verified-code-changed-since', { ...found, meanings: [{ ...meaning, codeNow: 'M2XD-40' }] }],
  ['verified-code-not-proved', { ...found, meanings: [{ ...meaning, proved: false }] }],
  ['verified-code-many', { ...found, meanings: Array.from({ length: 8 }, () => meaning) }],
])('%s', (name, state) => {
  expectGolden(name, verifiedCode(state));
});

const proof: ProvedCode = { request: 'R-12', line: line(), proved: true, tag: { kind: 'same' } };
const model = { model: 'fraud-scorer', registry: 'MLflow', now };

test.each<[string, readonly ProvedCode[]]>([
  ['verified-model', [{ ...proof, request: 'R-14', tag: null }, proof]],
  ['verified-model-none', []],
  ['verified-model-unread', [{ ...proof, tag: { kind: 'unread' } }]],
  [
    'verified-model-wrong',
    [
      { ...proof, request: 'R-14', proved: false, tag: { kind: 'other', code: null } },
      { ...proof, tag: { kind: 'other', code: 'M2XD-40' } },
    ],
  ],
])('%s', (name, codes) => {
  expectGolden(name, verifiedModel({ ...model, codes }));
});
