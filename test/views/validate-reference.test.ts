import type {
  ActionsBlock,
  AlertBlock,
  CardBlock,
  CarouselBlock,
  ContainerBlock,
  ContextBlock,
  DataTableBlock,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  InputBlock,
  MarkdownBlock,
  PlanBlock,
  RichTextBlock,
  SectionBlock,
  TableBlock,
  TaskCardBlock,
  VideoBlock,
} from '@slack/types';
import { describe, expect, test } from 'vitest';
import { validateMessage, validateView } from '#views/validate.ts';
import * as kit from './block-kit.ts';
import { elements, type Host } from './block-kit-elements.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: true });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text, verbatim: false });
const block_id = 'one';
const image = { type: 'image' as const, image_url: 'https://example.com/a.png', alt_text: 'a chart' };
const button = { type: 'button' as const, text: plain('Go') };
const style = { bold: true, italic: true, strike: true, code: true };
const section = { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'a', style }] };

const richText = {
  type: 'rich_text',
  block_id,
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'a', style },
        { type: 'link', url: 'https://example.com/', text: 'there', unsafe: true, style },
        { type: 'user', user_id: 'U1', style },
        { type: 'usergroup', usergroup_id: 'S1', style },
        { type: 'channel', channel_id: 'C1', style },
        { type: 'team', team_id: 'T1', style },
        { type: 'emoji', name: 'tada', unicode: '1f389', style },
        { type: 'date', timestamp: 1_796_040_000, format: '{date_short}', url: 'https://example.com/', fallback: 'x' },
        { type: 'broadcast', range: 'here', style },
        { type: 'color', value: '#1f2937', style },
      ],
    },
    { type: 'rich_text_list', style: 'bullet', elements: [section], indent: 1, border: 1 },
    { type: 'rich_text_list', style: 'ordered', elements: [section], border: 0 },
    { type: 'rich_text_quote', elements: section.elements, border: 1 },
    { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a = 1' }], border: 0 },
  ],
} satisfies Required<RichTextBlock>;

const { block_id: _, ...rich } = richText;
const source = { type: 'url' as const, url: 'https://example.com/', text: 'there' };
const task = {
  type: 'task_card',
  block_id,
  task_id: 't1',
  title: 'Train',
  status: 'in_progress',
  details: rich,
  output: rich,
  sources: [source],
} satisfies Required<TaskCardBlock>;
const card = {
  type: 'card',
  block_id,
  hero_image: image,
  icon: image,
  title: mrkdwn('fraud-scorer'),
  subtitle: mrkdwn('v7'),
  body: mrkdwn('holds'),
  actions: [button, button],
} satisfies Required<CardBlock>;
const header = { type: 'header', block_id, text: plain('a') } satisfies Required<HeaderBlock>;
const table = {
  type: 'table',
  block_id,
  rows: [[{ type: 'raw_text', text: 'a' }, rich]],
  column_settings: [{ align: 'right', is_wrapped: true }],
} satisfies Required<TableBlock>;

const everywhere = ['message', 'modal', 'home'] as const;
const tables = ['message', 'home'] as const;
type Surface = (typeof everywhere)[number];

interface Typed {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** Every block that an app may send, with every property there is, and where Slack shows it. */
const blocks: readonly (readonly [Typed, readonly Surface[]])[] = [
  [{ type: 'actions', block_id, elements: [button] } satisfies Required<ActionsBlock>, everywhere],
  [{ type: 'alert', block_id, text: mrkdwn('a'), level: 'warning' } satisfies Required<AlertBlock>, ['modal']],
  [{ ...card, subtext: mrkdwn('a day ago') }, everywhere],
  [{ type: 'carousel', block_id, elements: [{ ...card, block_id: 'a' }] } satisfies Required<CarouselBlock>, tables],
  [
    {
      type: 'container',
      block_id,
      title: plain('a'),
      subtitle: mrkdwn('b'),
      icon: image,
      width: 'wide',
      is_collapsible: true,
      default_collapsed: true,
      has_header_divider: true,
      child_blocks: [{ type: 'divider' }, rich, { ...header, block_id: 'h' }, { ...table, block_id: 't' }],
    } satisfies Omit<Required<ContainerBlock>, 'rich_text_title'>,
    ['message'],
  ],
  [
    { type: 'container', rich_text_title: rich, child_blocks: [{ type: 'divider' }] } satisfies ContainerBlock,
    ['message'],
  ],
  [
    { type: 'context', block_id, elements: [image, plain('a'), mrkdwn('b')] } satisfies Required<ContextBlock>,
    everywhere,
  ],
  [{ type: 'context_actions', block_id, elements: [kit.iconButton()] }, ['message']],
  [
    {
      type: 'data_table',
      block_id,
      caption: 'Costs',
      page_size: 100,
      row_header_column_index: 0,
      rows: [[{ type: 'raw_text', text: 'Team' }], [rich]],
    } satisfies Required<DataTableBlock>,
    tables,
  ],
  ...['bar', 'area', 'line'].map((type) => {
    const lines = kit.chart(2, 2, { x_label: 'Week', y_label: 'EUR' });
    return [{ ...lines, block_id, chart: { ...lines.chart, type } }, ['message']] as const;
  }),
  [{ ...kit.pie([{ label: 'GPU', value: 0.5 }]), block_id }, ['message']],
  [{ type: 'divider', block_id } satisfies Required<DividerBlock>, everywhere],
  [header, everywhere],
  [{ ...image, block_id, title: plain('a') } satisfies ImageBlock, everywhere],
  [{ type: 'image', slack_file: { url: 'https://example.com/f' }, alt_text: 'a' } satisfies ImageBlock, everywhere],
  [
    {
      type: 'input',
      block_id,
      label: plain('Why'),
      hint: plain('In a sentence'),
      optional: true,
      dispatch_action: true,
      element: { type: 'plain_text_input' },
    } satisfies Required<InputBlock>,
    everywhere,
  ],
  [{ type: 'markdown', block_id, text: '**a**' } satisfies Required<MarkdownBlock>, ['message']],
  [
    { type: 'plan', block_id, title: 'Plan', tasks: [{ ...task, block_id: 't' }] } satisfies Required<PlanBlock>,
    ['message'],
  ],
  [richText, everywhere],
  [
    {
      type: 'section',
      block_id,
      text: mrkdwn('a'),
      fields: [plain('b'), mrkdwn('c')],
      accessory: button,
      expand: true,
    } satisfies Required<SectionBlock>,
    everywhere,
  ],
  [table, tables],
  [task, ['message']],
  [
    {
      type: 'video',
      block_id,
      video_url: 'https://example.com/v',
      thumbnail_url: 'https://example.com/t.png',
      alt_text: 'a film',
      title: plain('Film'),
      title_url: 'https://example.com/',
      author_name: 'Ana',
      provider_name: 'Example',
      provider_icon_url: 'https://example.com/i.png',
      description: plain('About it'),
    } satisfies Required<VideoBlock>,
    everywhere,
  ],
];

function codesOn(surface: Surface, block: unknown): readonly string[] {
  if (surface === 'message') return validateMessage({ text: 'a', blocks: [block] }).map(({ code }) => code);
  const view = surface === 'home' ? { type: 'home', blocks: [block] } : kit.view({ blocks: [block] });
  return validateView(view).map(({ code }) => code);
}

describe('each block with all of its properties', () => {
  test.each(blocks.map(([block, surfaces]) => ({ type: block.type, block, surfaces })))(
    '$type is taken on $surfaces and nowhere else',
    ({ block, surfaces }) => {
      for (const surface of everywhere) {
        expect(codesOn(surface, block), surface).toEqual(surfaces.includes(surface) ? [] : ['unsupported_type']);
      }
    },
  );

  test('a file block is only ever received', () => {
    const file = { type: 'file', block_id, source: 'remote', external_id: 'x' };
    for (const surface of everywhere) expect(codesOn(surface, file)).toEqual(['unsupported_type']);
  });

  test('a mention may be styled as only its reference page says', () => {
    const style = { highlight: true, client_highlight: true, unlink: true };
    const mention = { type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1', style }] };
    expect(codesOn('message', { type: 'rich_text', elements: [mention] })).toEqual([]);
  });

  test.each(['default', 'info', 'warning', 'error', 'success'])('an alert may be of the level %s', (level) => {
    expect(codesOn('modal', { type: 'alert', text: plain('a'), level })).toEqual([]);
  });

  test.each(['png', 'jpg', 'jpeg', 'gif'])('an image may be a %s', (format) => {
    expect(codesOn('message', { ...image, image_url: `https://example.com/a.${format}` })).toEqual([]);
  });

  test.each([
    ['a table', kit.table([[{ type: 'raw_number', value: 1, text: '1' }]])],
    ['a data_table', kit.dataTable([[kit.cell('a')], [{ type: 'raw_number', value: 1, text: '1' }]])],
  ])('a cell of %s is text: a raw_number is refused', (_what, block) => {
    expect(codesOn('message', block)).toEqual(['unsupported_type']);
  });
});

describe('each element with all of its properties', () => {
  const hosts: Readonly<Record<Host, (element: unknown) => unknown>> = {
    section: (accessory) => ({ type: 'section', text: mrkdwn('a'), accessory }),
    actions: (element) => ({ type: 'actions', elements: [element] }),
    input: (element) => ({ type: 'input', label: plain('a'), element }),
    context: (element) => ({ type: 'context', elements: [element] }),
    context_actions: (element) => ({ type: 'context_actions', elements: [element] }),
  };

  test.each(elements.map((placed) => ({ ...placed, type: placed.element.type })))(
    '$type is taken in $hosts and nowhere else',
    ({ element, hosts: allowed }) => {
      for (const host of Object.keys(hosts) as Host[]) {
        const surface = host === 'context_actions' ? 'message' : 'modal';
        expect(codesOn(surface, hosts[host](element)), host).toEqual(
          allowed.includes(host) ? [] : ['unsupported_type'],
        );
      }
    },
  );

  test('an address of an option belongs to an overflow menu alone', () => {
    const options = [{ ...kit.option('a'), url: 'https://example.com/' }];
    const shown = (type: string) => codesOn('message', { type: 'actions', elements: [{ type, options }] });
    expect(shown('overflow')).toEqual([]);
    for (const type of ['static_select', 'checkboxes', 'radio_buttons'])
      expect(shown(type)).toEqual(['unknown_property']);
  });
});
