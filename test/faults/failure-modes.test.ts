import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/failure-modes.md', 'utf8');

/** The rows of the page: number, and the tests that it names. */
const rows = [...page.matchAll(/^\| D(\d+) \| .+ \| .+ \| (.+) \|$/gm)].map(([, number, shown = '']) => ({
  number: Number(number),
  shown,
  tests: [...shown.matchAll(/`(test\/[^`]+)` "([^"]+)"/g)].map(([, file = '', name = '']) => ({ file, name })),
}));
const named = rows.flatMap(({ number, tests }) => tests.map((test) => ({ number, ...test })));

/** Whether the text of a test file begins a test of that name, which is not skipped. */
function begins(source: string, name: string): boolean {
  const literal = `(?<quote>['"\`])${RegExp.escape(name)}\\k<quote>`;
  return new RegExp(`^\\s*(?:(?:it|test)\\(|(?:it|test)\\.each\\(.*\\)\\(|\\]\\)\\()\\s*${literal},`, 'm').test(source);
}

describe('docs/failure-modes.md', () => {
  it('lists each failure once, in order, with nothing but tests beside it', () => {
    const numbers = rows.map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 35 }, (_, i) => i + 1));
    expect(page.match(/^\| D/gm)).toHaveLength(rows.length);
    for (const { shown, tests } of rows) {
      expect(shown).toBe(tests.map(({ file, name }) => `\`${file}\` "${name}"`).join('; '));
      expect(tests.length).toBeGreaterThan(0);
    }
  });

  it.each(named)('D$number is shown by a test that is there: $name', ({ file, name }) => {
    expect(existsSync(file), file).toBe(true);
    expect(begins(readFileSync(file, 'utf8'), name), `${file} has no test "${name}"`).toBe(true);
  });

  it('knows a test that is not there', () => {
    expect(begins("  it('does it', () => {", 'does it')).toBe(true);
    expect(begins("  it.each(all)('does it', () => {", 'does it')).toBe(true);
    expect(begins("  ])('does it', () => {", 'does it')).toBe(true);
    expect(begins("  it.skip('does it', () => {", 'does it')).toBe(false);
    expect(begins("  // it('does it', () => {", 'does it')).toBe(false);
    expect(begins("  it('does it too', () => {", 'does it')).toBe(false);
  });
});
