import { test } from 'vitest';
import { type CodeMeaning, type VerifiedCode, verifiedCode } from '#views/verified-code.ts';
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
