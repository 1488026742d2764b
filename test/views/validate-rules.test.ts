import { describe, expect, test } from 'vitest';
import { validateView } from '#views/validate.ts';
import * as kit from './block-kit.ts';

const { actions, button, input, message, mrkdwn, option, plain, section, view } = kit;

describe('what a problem says', () => {
  test('a header that is too long is refused in the words of Slack', () => {
    expect(message({ type: 'header', text: plain('x'.repeat(151)) })).toEqual([
      {
        pointer: '/blocks/0/text/text',
        code: 'too_long',
        message: 'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
      },
    ]);
  });

  test('too many options in a view point from the view', () => {
    const options = kit.many(6, (index) => option(`o${index}`));
    const blocks = [{ type: 'divider' }, { ...section(plain('a')), accessory: { type: 'overflow', options } }];
    expect(validateView(view({ blocks })).map((problem) => problem.message)).toEqual([
      'no more than 5 items allowed [json-pointer:/view/blocks/1/accessory/options]',
    ]);
  });
});

describe('properties', () => {
  test.each([
    { what: 'a block', block: { type: 'divider', color: 'red' }, pointer: '/blocks/0' },
    { what: 'a header level', block: { type: 'header', text: plain('a'), level: 2 }, pointer: '/blocks/0' },
    { what: 'a button', block: actions({ ...button(), disabled: true }), pointer: '/blocks/0/elements/0' },
    { what: 'a text', block: section({ ...mrkdwn('a'), emoji: true }), pointer: '/blocks/0/text' },
    {
      what: 'a key of every object',
      block: JSON.parse('{"type":"divider","toString":"x"}') as object,
      pointer: '/blocks/0',
    },
  ])('an unknown one on $what is refused', ({ block, pointer }) => {
    expect(message(block)).toMatchObject([{ code: 'unknown_property', pointer }]);
  });

  test.each([
    { what: 'a section without text or fields', block: { type: 'section' } },
    { what: 'a button without text', block: actions({ type: 'button' }) },
    { what: 'an image without alt_text', block: { type: 'image', image_url: 'https://example.com/a.png' } },
    { what: 'an image without a source', block: { type: 'image', alt_text: 'a' } },
    { what: 'a card with nothing to show', block: { type: 'card', subtitle: mrkdwn('a') } },
    { what: 'a container without title', block: { type: 'container', child_blocks: [{ type: 'divider' }] } },
    { what: 'a data_table without caption', block: { type: 'data_table', rows: [[kit.cell('a')], [kit.cell('b')]] } },
    { what: 'a block without type', block: { text: plain('a') } },
  ])('$what is refused', ({ block }) => {
    expect(message(block)).toMatchObject([{ code: 'missing_field' }]);
  });

  test.each([
    { what: 'null', text: null },
    { what: 'a list', text: [] },
    { what: 'a bare string', text: 'a' },
  ])('$what where a text belongs is refused', ({ text }) => {
    expect(message(section(text))).toMatchObject([{ code: 'wrong_type', pointer: '/blocks/0/text' }]);
  });

  test('an image has one source', () => {
    expect(message({ ...kit.image(), slack_file: { id: 'F1' } })).toMatchObject([{ code: 'exclusive_fields' }]);
    expect(message({ ...kit.image(), image_url: 'https://example.com/a.svg' })).toMatchObject([
      { code: 'invalid_image_type' },
    ]);
  });

  test('what a select begins with is one of its options', () => {
    const menu = { ...kit.select([option('a')]), initial_option: option('b') };
    expect(message(actions(menu))).toMatchObject([{ pointer: '/blocks/0/elements/0/initial_option' }]);
    expect(message(actions({ ...menu, initial_option: option('a') }))).toEqual([]);
  });

  test('an address is one', () => {
    expect(message(actions({ ...button(), url: 'nowhere' }))).toMatchObject([{ code: 'invalid_url' }]);
  });
});

describe('ids', () => {
  test('a block_id is unique in a message', () => {
    const block = { type: 'divider', block_id: 'a' };
    expect(message(block, block)).toMatchObject([{ code: 'duplicate_block_id', pointer: '/blocks/1/block_id' }]);
  });

  test('an action_id is unique in a block, not in a message', () => {
    const one = { ...button(), action_id: 'go' };
    expect(message(actions(one), actions(one))).toEqual([]);
    expect(message(actions(one, one))).toMatchObject([
      { code: 'duplicate_action_id', pointer: '/blocks/0/elements/1/action_id' },
    ]);
  });
});

describe('where blocks may stand', () => {
  test('a container holds no container', () => {
    const inner = { type: 'container', title: plain('a'), child_blocks: [{ type: 'divider' }] };
    expect(message({ ...inner, child_blocks: [inner] })).toMatchObject([{ code: 'unsupported_type' }]);
  });

  test('a file is asked for in a modal only', () => {
    const ask = input({ type: 'file_input' });
    expect(validateView(view({ blocks: [ask] }))).toEqual([]);
    expect(message(ask)).toMatchObject([{ code: 'unsupported_type' }]);
  });
});

describe('views', () => {
  test('a modal with an input needs a submit button', () => {
    const { submit: _, ...without } = view({ blocks: [{ type: 'divider' }, input()] });
    expect(validateView(without)).toMatchObject([
      { message: 'must define `submit` to use `input` block [json-pointer:/view/blocks/1/input]' },
    ]);
  });

  test('Home has no title', () => {
    expect(validateView({ type: 'home', blocks: [], title: plain('a') })).toMatchObject([{ code: 'unknown_property' }]);
  });

  test.each([{ given: null }, { given: 'modal' }, { given: { type: 'page' } }, { given: {} }, { given: { type: 7 } }])(
    '$given is no view',
    ({ given }) => {
      expect(validateView(given)).toHaveLength(1);
    },
  );

  test('a view is at most 250 kB of JSON', () => {
    const big = (count: number) => view({ blocks: kit.many(count, () => section(plain('x'.repeat(3000)))) });
    expect(validateView(big(80))).toEqual([]);
    expect(validateView(big(90))).toMatchObject([{ code: 'view_too_large', pointer: '/view' }]);
  });
});

describe('charts', () => {
  test('a series has one point for each category, in the same order', () => {
    const chart = kit.chart(1, 2);
    const moved = { ...chart, chart: { ...chart.chart, axis_config: { categories: ['p1', 'p0'] } } };
    expect(message(moved)).toMatchObject([{ code: 'points_do_not_fit', pointer: '/blocks/0/chart/series/0/data' }]);
  });

  test('names of series are unique', () => {
    const chart = kit.chart(2, 1);
    for (const series of chart.chart.series) series.name = 'same';
    expect(message(chart)).toMatchObject([{ code: 'duplicate_series' }]);
  });

  test('a slice of a pie is more than nothing', () => {
    expect(message(kit.pie([{ label: 'a', value: 0 }]))).toMatchObject([{ code: 'too_small' }]);
  });

  test('rows of a data_table are equally long and its header is plain', () => {
    expect(message(kit.dataTable([[kit.cell('a')], [kit.cell('a'), kit.cell('b')]]))).toMatchObject([
      { code: 'unequal_rows', pointer: '/blocks/0/rows/1' },
    ]);
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }],
    };
    expect(message(kit.dataTable([[rich], [rich]]))).toMatchObject([{ pointer: '/blocks/0/rows/0/0' }]);
  });

  test('an empty table cell is refused', () => {
    expect(message(kit.table([[kit.cell('')]]))).toMatchObject([{ code: 'too_short' }]);
  });
});
