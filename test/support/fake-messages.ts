import type { MessageView } from '../../src/sandbox/control.ts';
import { type Block, button, mrkdwn, number, option, plain, raw } from './fake-blocks.ts';
import { APP, CHANNEL, TEN } from './fake-workspace.ts';

function message(
  minutes: number,
  user: string,
  text: string,
  blocks: Block[] = [],
  more: Partial<MessageView> = {},
): MessageView {
  const at = TEN + minutes * 60_000;
  return {
    ts: `${Math.floor(at / 1000)}.000100`,
    channel: CHANNEL,
    user,
    text,
    blocks,
    threadTs: null,
    replyCount: 0,
    files: [],
    edited: false,
    ephemeral: false,
    metadata: null,
    at: new Date(at).toISOString(),
    ...more,
  };
}

export const CARD_TS = message(10, APP, '').ts;

/** The approval card, in the words people see. */
export function approvalCard(): MessageView {
  const row = (...cells: string[]) => cells.map(raw);
  return message(
    10,
    APP,
    'Promote fraud-scorer v7 to production',
    [
      { type: 'header', block_id: 'title', text: plain('Promote fraud-scorer v7 to production') },
      {
        type: 'section',
        block_id: 'asked',
        text: mrkdwn(
          'Asked by <@U0ANA> · replaces `v5` (champion for 41 days) · code *K7QF-92*\n&gt; Retrained on October data after the drift alert of 12 Nov.',
        ),
      },
      {
        type: 'table',
        block_id: 'evidence',
        column_settings: [{}, { align: 'right' }, { align: 'right' }, { align: 'right' }],
        rows: [
          row('Evidence', 'v7', 'v5', 'limit'),
          row('✓ auc', '0.912', '0.904', '≥ 0.902'),
          row('✓ recall, region=EU', '0.81', '0.80', '≥ 0.79'),
          row('✗ p99 latency', '94 ms', '71 ms', '≤ 90 ms'),
        ],
      },
      {
        type: 'section',
        block_id: 'needs',
        text: mrkdwn('Needs: ✓ ML engineering (Ana) · … Risk: <@U0MEI> · … Product: <@U0TOM>'),
      },
      {
        type: 'context',
        block_id: 'play',
        elements: [
          mrkdwn(
            `Playbook “Fraud to production” · expires <!date^${Math.floor(TEN / 1000) + 172_800}^{date_short_pretty} {time}|Thu 16:00>`,
          ),
        ],
      },
      {
        type: 'actions',
        block_id: 'vote',
        elements: [
          button('approve', 'Approve…', { style: 'primary' }),
          button('reject', 'Reject…', { style: 'danger' }),
          button('hold', 'Hold', {
            confirm: {
              title: plain('Hold this request?'),
              text: mrkdwn('Nothing is promoted until you lift it.'),
              confirm: plain('Hold'),
              deny: plain('Go back'),
            },
          }),
          button('details', 'Details'),
          {
            type: 'overflow',
            action_id: 'more',
            options: [option('Copy code', 'copy'), option('Open playbook', 'playbook')],
          },
        ],
      },
    ],
    { replyCount: 2 },
  );
}

export function fakeMessages(): MessageView[] {
  return [
    message(
      -1500,
      'U0ANA',
      'The October retraining is done. Numbers look better on the *EU* slice: `recall` went from 0.80 to 0.81.',
    ),
    message(-1497, 'U0ANA', 'I will ask for the promotion tomorrow.'),
    message(
      2,
      'U0GUS',
      'Text from outside: <img src=x onerror="document.title=\'hacked\'"> &lt;b&gt;not bold&lt;/b&gt;',
    ),
    message(
      4,
      'U0TOM',
      'Is the freeze for <#C0ALERTS01> still on? See <https://northwind.example/freeze|the calendar>.',
    ),
    approvalCard(),
    message(11, APP, 'Ana approved as ML engineering', [], { threadTs: CARD_TS, ts: '1795515060.000200' }),
    message(12, 'U0MEI', 'Looking at the latency now.', [], { threadTs: CARD_TS, ts: '1795515120.000200' }),
    message(13, APP, 'You trained this version, so your approval cannot fill a seat. Mei Tanaka can.', [], {
      ephemeral: true,
    }),
  ];
}

/** Messages that hold every kind of block and element between them. */
export function everyBlock(): MessageView[] {
  const series = (name: string, values: number[]) => ({
    name,
    data: values.map((value, i) => ({ label: `W${i + 44}`, value })),
  });
  const axis = { categories: ['W44', 'W45', 'W46', 'W47'], x_label: 'Week', y_label: 'EUR' };
  const chart = (type: string, title: string) => ({
    type: 'data_visualization',
    block_id: title,
    title,
    chart: {
      type,
      series: [series('fraud-scorer', [320, 350, 410, 590]), series('churn', [90, 80, 120, 41])],
      axis_config: axis,
    },
  });
  const place = { channel: 'C0BLOCKS01' };
  const options = [option('EU', 'eu', 'European Union'), option('US', 'us'), option('APAC', 'apac')];
  return [
    message(
      1,
      APP,
      'text kinds',
      [
        { type: 'header', block_id: 'h', text: plain('Every kind of block') },
        {
          type: 'section',
          block_id: 's',
          text: mrkdwn(
            '*bold* _italic_ ~struck~ `code` :rocket: &amp; <@U0MEI> <#C0ALERTS01> <!subteam^S1|@model-risk>\n• first point\n• second point\n> quoted line\n```block of\ncode```',
          ),
          fields: [mrkdwn('*Model*\nfraud-scorer'), mrkdwn('*Version*\nv7')],
          accessory: { type: 'image', image_url: '/seal.svg', alt_text: 'The seal' },
        },
        { type: 'divider', block_id: 'd' },
        {
          type: 'context',
          block_id: 'c',
          elements: [{ type: 'image', image_url: '/seal.svg', alt_text: 'Seal' }, mrkdwn('A context line with `code`')],
        },
        {
          type: 'image',
          block_id: 'i',
          image_url: '/missing.png',
          alt_text: 'A picture that is not there',
          title: plain('Picture'),
        },
        {
          type: 'markdown',
          text: '## Markdown\n**bold** and *italic*, [a link](https://northwind.example)\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |',
        },
        {
          type: 'rich_text',
          block_id: 'r',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'Rich ', style: { bold: true } },
                { type: 'user', user_id: 'U0TOM' },
              ],
            },
            {
              type: 'rich_text_list',
              style: 'ordered',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] }],
            },
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'rich code' }] },
          ],
        },
      ],
      place,
    ),
    message(
      2,
      APP,
      'data kinds',
      [
        {
          type: 'table',
          block_id: 't',
          rows: [
            [raw('feature'), raw('limit')],
            [raw('country_code'), raw('0.30')],
          ],
        },
        {
          type: 'data_table',
          block_id: 'dt',
          caption: 'Waiting requests',
          row_header_column_index: 0,
          page_size: 3,
          rows: [
            [raw('Model'), raw('Days')],
            ...['a', 'b', 'c', 'd'].map((name, i) => [raw(`model-${name}`), number(10 - i * 3)]),
          ],
        },
        chart('bar', 'Cost by model'),
        chart('line', 'Cost over time'),
      ],
      place,
    ),
    message(
      3,
      APP,
      'more data',
      [
        chart('area', 'Spend'),
        {
          type: 'data_visualization',
          block_id: 'pie',
          title: 'Share of cost',
          chart: {
            type: 'pie',
            segments: [
              { label: 'GPU', value: 45 },
              { label: 'CPU', value: 30 },
              { label: 'Storage', value: 25 },
            ],
          },
        },
      ],
      place,
    ),
    message(
      4,
      APP,
      'acting kinds',
      [
        {
          type: 'card',
          block_id: 'card',
          title: mrkdwn('*fraud-scorer*'),
          subtitle: mrkdwn('v7 · challenger'),
          body: mrkdwn('Waits for Risk.'),
          subtext: mrkdwn('2 d'),
          actions: [button('open', 'Open')],
        },
        { type: 'alert', block_id: 'a', level: 'warning', text: mrkdwn('Freeze starts *Friday*.') },
        {
          type: 'container',
          block_id: 'box',
          title: plain('A container'),
          is_collapsible: true,
          child_blocks: [{ type: 'section', block_id: 'in', text: plain('Inside') }],
        },
        {
          type: 'carousel',
          block_id: 'car',
          elements: [
            { type: 'card', block_id: 'c1', body: mrkdwn('One') },
            { type: 'card', block_id: 'c2', body: mrkdwn('Two') },
          ],
        },
        {
          type: 'actions',
          block_id: 'act',
          elements: [
            button('broken', 'Fail please'),
            { type: 'static_select', action_id: 'region', placeholder: plain('Region'), options },
            { type: 'users_select', action_id: 'who', placeholder: plain('Who') },
            { type: 'external_select', action_id: 'model', min_query_length: 1, placeholder: plain('Model') },
            { type: 'datepicker', action_id: 'day', initial_date: '2026-11-30' },
          ],
        },
        {
          type: 'section',
          block_id: 'boxes',
          text: plain('Choose'),
          accessory: { type: 'checkboxes', action_id: 'ticks', options },
        },
        {
          type: 'input',
          block_id: 'note',
          label: plain('Note'),
          dispatch_action: true,
          element: { type: 'plain_text_input', action_id: 'text' },
          hint: plain('Enter sends it'),
        },
        { type: 'hologram', block_id: 'x' },
      ],
      place,
    ),
  ];
}
