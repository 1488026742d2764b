import { describe, expect, test } from 'vitest';
import { actions, button, context, fields, header, quotation, sections, table } from '#views/blocks.ts';
import { home, message, modal } from '#views/frames.ts';
import { externalSelect, input, option, select } from '#views/inputs.ts';
import { encodeIntent } from '#views/intents.ts';
import { md } from '#views/mrkdwn.ts';
import { validateMessage, validateView } from '#views/validate.ts';
import { many, word } from './block-kit.ts';

const approve = encodeIntent('approve', { press: 'p' });

describe('what is shown is cut to what Slack shows', () => {
  test('texts', () => {
    expect(header(word(200)).text.text).toHaveLength(150);
    expect(quotation('a\n\n\n\nb').text?.text).toBe('“a\n\nb”');
    expect(quotation(word(900)).text?.text).toHaveLength(502);
    expect(header('\u200b').text.text).toBe('–');
  });

  test('lists', () => {
    expect(context(...many(20, () => md`a`)).elements).toHaveLength(10);
    expect(fields(many(20, () => md`a`)).fields).toHaveLength(10);
    expect(actions(many(30, () => button('Go', approve))).elements).toHaveLength(25);
    expect(table(many(120, () => many(30, () => 'a'))).rows).toHaveLength(100);
    expect(table([many(30, () => 'a')]).rows[0]).toHaveLength(20);
    expect(home(many(150, () => header('a'))).blocks).toHaveLength(100);
  });

  test('lines go into as few sections as hold them, and never more than are wanted', () => {
    expect(sections(many(3, () => md`${word(200)}`))).toHaveLength(1);
    const full = sections(
      many(100, () => md`${word(290)}`),
      300,
      4,
    );
    expect(full).toHaveLength(4);
    for (const { text } of full) expect(text?.text.length).toBeLessThanOrEqual(3000);
  });

  test('a table has no empty cell, because Slack refuses one', () => {
    expect(table([['', 'a']]).rows[0]?.[0]).toEqual({ type: 'raw_text', text: '–' });
  });
});

describe('what comes back from Slack is never cut', () => {
  test.each([
    ['a button’s value', () => button('Go', { action_id: 'approve', value: word(2001) })],
    ['an option’s value', () => option({ label: 'a', value: word(76) })],
    [
      'private metadata',
      () => modal({ title: 'a', close: 'b', intent: { action_id: 'approve', value: word(3001) } }, []),
    ],
    ['an action id', () => externalSelect(word(256), 'a', null)],
  ])('%s that is too long is an error of ours', (_, make) => {
    expect(make).toThrow(RangeError);
  });

  test('a select begins with its chosen option if it is offered', () => {
    const choices = [
      { label: 'A', value: 'a' },
      { label: 'B', value: 'b', description: 'the second' },
    ];
    expect(select('promote-pick-target', 'Pick', choices, 'b').initial_option).toEqual(option(choices[1]!));
    expect(select('promote-pick-target', 'Pick', choices, 'c')).not.toHaveProperty('initial_option');
  });
});

test('a press can be asked about first', () => {
  const shown = button('Withdraw', approve, {
    style: 'danger',
    spoken: 'Withdraw the request',
    confirm: { title: 'Withdraw?', text: md`It ends.`, confirm: 'Withdraw', deny: 'Keep it' },
  });
  expect(shown).toMatchObject({
    style: 'danger',
    accessibility_label: 'Withdraw the request',
    confirm: { deny: { text: 'Keep it' } },
  });
});

describe('a message whose words are more than one message holds', () => {
  const press = actions([button('Go', approve)]);
  const long = many(4, () => sections([md`${word(2990)}`], 3000)).flat();

  test('loses its last words, never a button, and says so', () => {
    const shown = message([header('Title'), ...long, press]);

    expect(validateMessage(shown)).toEqual([]);
    expect(shown.blocks.map(({ type }) => type)).toEqual([
      'header',
      'section',
      'section',
      'section',
      'context',
      'actions',
    ]);
    expect(JSON.stringify(shown.blocks[4])).toContain('There is more than fits here; the rest was left out.');
  });

  test('is left alone as long as it fits', () => {
    const fits = [header('Title'), ...long.slice(0, 3), press];

    expect(message(fits).blocks).toEqual(fits);
  });
});

test('a modal of more bytes than a view holds loses its last words, never a field, and says so', () => {
  const field = input('why', 'Why', select('why', 'Pick one', [{ label: 'A', value: 'a' }], null));
  const words = many(90, () => sections([md`${'\u{1f600}'.repeat(2990)}`], 3000)).flat();
  const shown = modal({ title: 'Title', submit: 'Send', close: 'Close' }, [...words, field]);

  expect(validateView(shown)).toEqual([]);
  expect(shown.blocks.at(-1)).toEqual(field);
  expect(JSON.stringify(shown.blocks.at(-2))).toContain('There is more than fits here; the rest was left out.');
  expect(home(words).blocks.length).toBe(shown.blocks.length - 1);
});
