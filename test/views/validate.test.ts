import { describe, expect, test } from 'vitest';
import { validateMessage, validateView } from '#views/validate.ts';
import * as kit from './block-kit.ts';
import { inMessages, inViews, partsInMessages } from './slack-bounds.ts';

const { message, plain, section, word } = kit;

describe.each([
  {
    surface: 'message',
    bounds: [...inMessages, ...partsInMessages],
    problemsOf: (made: unknown) => validateMessage({ text: 'a', blocks: made }),
  },
  { surface: 'view', bounds: inViews, problemsOf: validateView },
])('each bound of a $surface', ({ bounds, problemsOf }) => {
  test.each(bounds)('$what: at most $max', ({ max, make, pointer }) => {
    expect(problemsOf(make(max))).toEqual([]);
    expect(problemsOf(make(max + 1)).map((problem) => problem.pointer)).toContain(pointer);
  });

  test.each(bounds.filter(({ min }) => min !== undefined))('$what: at least $min', ({ min = 0, make, pointer }) => {
    expect(problemsOf(make(min))).toEqual([]);
    expect(problemsOf(make(min - 1)).map((problem) => problem.pointer)).toContain(pointer);
  });
});

describe('a message as a whole', () => {
  const filler = (characters: number) =>
    [2500, 2500, 2500, characters - 7500].map((size) => section(plain(word(size))));

  test('has at most 10,000 characters in its blocks', () => {
    expect(validateMessage({ text: 'a', blocks: filler(10_000) })).toEqual([]);
    expect(validateMessage({ text: 'a', blocks: filler(10_001) })).toMatchObject([{ code: 'msg_blocks_too_long' }]);
  });

  test('counts code points, so that an emoji is one character', () => {
    expect(message({ type: 'header', text: plain('🦊'.repeat(150)) })).toEqual([]);
    expect(message({ type: 'header', text: plain('🦊'.repeat(151)) })).toHaveLength(1);
  });

  test('needs text or blocks', () => {
    expect(validateMessage({ text: 'a' })).toEqual([]);
    expect(validateMessage({ text: '', blocks: [] })).toMatchObject([{ code: 'no_text', pointer: '/text' }]);
    expect(validateMessage({ text: 'a', blocks: 'nonsense' })).toMatchObject([{ code: 'invalid_blocks_format' }]);
  });

  test('has at most 40,000 characters of text', () => {
    expect(validateMessage({ text: word(40_000) })).toEqual([]);
    expect(validateMessage({ text: word(40_001) })).toMatchObject([{ code: 'msg_too_long' }]);
  });

  test('has one table of any kind', () => {
    const one = kit.table([[kit.cell('a')]]);
    expect(message(one)).toEqual([]);
    expect(message(one, kit.dataTable([[kit.cell('a')], [kit.cell('b')]]))).toMatchObject([
      { code: 'only_one_table_allowed', pointer: '/blocks/1' },
    ]);
  });

  test('has at most 12,000 characters of markdown in all, and like other text no more than 10,000', () => {
    const codes = (first: number, second: number) =>
      message({ type: 'markdown', text: word(first) }, { type: 'markdown', text: word(second) }).map(
        ({ code }) => code,
      );
    expect(codes(5000, 5000)).toEqual([]);
    expect(codes(5000, 5001)).toEqual(['msg_blocks_too_long']);
    expect(codes(6000, 6000)).toEqual(['msg_blocks_too_long']);
    expect(codes(6000, 6001)).toEqual(['too_long', 'msg_blocks_too_long']);
  });
});

test.each([
  ['table', (rows: unknown[]) => kit.table(rows)],
  ['data_table', (rows: unknown[]) => ({ ...kit.dataTable(rows), caption: 'C' })],
])('a %s has at most 10,000 characters where a message total does not forbid it', (type, make) => {
  const caption = type === 'data_table' ? 1 : 0;
  const home = (size: number) => ({ type: 'home', blocks: [make([[kit.cell('a')], [kit.cell(word(size - 1))]])] });
  expect(validateView(home(10_000 - caption))).toEqual([]);
  expect(validateView(home(10_001 - caption))).toMatchObject([{ pointer: '/view/blocks/0', code: 'too_long' }]);
});

test('a view of exactly 250 kB of JSON is taken, one byte more is not', () => {
  const bytes = (made: object) => Buffer.byteLength(JSON.stringify(made));
  const filled = (last: number) =>
    kit.view({ blocks: [...kit.many(83, () => section(plain(word(3000)))), section(plain(word(last)))] });
  const room = 250 * 1024 - bytes(filled(1)) + 1;
  expect(bytes(filled(room))).toBe(256_000);
  expect(validateView(filled(room))).toEqual([]);
  expect(validateView(filled(room + 1))).toMatchObject([{ code: 'view_too_large' }]);
});
