import * as kit from './block-kit.ts';

const { actions, button, context, image, input, many, mrkdwn, option, plain, section, view, word } = kit;

/** One row of Slack's limits: `make(size)` is valid from `min` (where there is one) to `max`, refused beyond. */
export interface Bound {
  readonly what: string;
  readonly max: number;
  readonly min?: number;
  readonly make: (size: number) => unknown;
  readonly pointer: string;
}

function bound(what: string, min: number | null, max: number, pointer: string, make: Bound['make']): Bound {
  return { what, max, pointer, make, ...(min === null ? {} : { min }) };
}

export const inMessages: readonly Bound[] = [
  bound('blocks in a message', null, 50, '/blocks', (n) => many(n, () => ({ type: 'divider' }))),
  bound('block_id', 1, 255, '/blocks/0/block_id', (n) => [{ type: 'divider', block_id: word(n) }]),
  bound('action_id', 1, 255, '/blocks/0/elements/0/action_id', (n) => [actions({ ...button(), action_id: word(n) })]),
  bound('section text', 1, 3000, '/blocks/0/text/text', (n) => [section(mrkdwn(word(n)))]),
  bound('section fields', 1, 10, '/blocks/0/fields', (n) => [{ type: 'section', fields: many(n, () => plain('a')) }]),
  bound('section field', 1, 2000, '/blocks/0/fields/0/text', (n) => [{ type: 'section', fields: [plain(word(n))] }]),
  bound('header', 1, 150, '/blocks/0/text/text', (n) => [{ type: 'header', text: plain(word(n)) }]),
  bound('context elements', 1, 10, '/blocks/0/elements', (n) => [context(...many(n, () => plain('a')))]),
  bound('actions elements', 1, 25, '/blocks/0/elements', (n) => [actions(...many(n, button))]),
  bound('context_actions elements', 1, 5, '/blocks/0/elements', (n) => [
    { type: 'context_actions', elements: many(n, kit.iconButton) },
  ]),
  bound('button text', 1, 75, '/blocks/0/elements/0/text/text', (n) => [
    actions({ ...button(), text: plain(word(n)) }),
  ]),
  bound('button value', null, 2000, '/blocks/0/elements/0/value', (n) => [actions({ ...button(), value: word(n) })]),
  bound('button url', null, 3000, '/blocks/0/elements/0/url', (n) => [actions({ ...button(), url: kit.address(n) })]),
  bound('button accessibility_label', null, 75, '/blocks/0/elements/0/accessibility_label', (n) => [
    actions({ ...button(), accessibility_label: word(n) }),
  ]),
  bound('confirm title', 1, 100, '/blocks/0/elements/0/confirm/title/text', (n) => [
    actions({ ...button(), confirm: kit.confirm({ title: plain(word(n)) }) }),
  ]),
  bound('confirm text', 1, 300, '/blocks/0/elements/0/confirm/text/text', (n) => [
    actions({ ...button(), confirm: kit.confirm({ text: mrkdwn(word(n)) }) }),
  ]),
  bound('confirm button', 1, 30, '/blocks/0/elements/0/confirm/confirm/text', (n) => [
    actions({ ...button(), confirm: kit.confirm({ confirm: plain(word(n)) }) }),
  ]),
  bound('deny button', 1, 30, '/blocks/0/elements/0/confirm/deny/text', (n) => [
    actions({ ...button(), confirm: kit.confirm({ deny: plain(word(n)) }) }),
  ]),
  bound('option text', 1, 75, '/blocks/0/elements/0/options/0/text/text', (n) => [
    actions(kit.select([{ ...option('a'), text: plain(word(n)) }])),
  ]),
  bound('option value', null, 75, '/blocks/0/elements/0/options/0/value', (n) => [
    actions(kit.select([{ ...option('a'), value: word(n) }])),
  ]),
  bound('option description', 1, 75, '/blocks/0/elements/0/options/0/description/text', (n) => [
    actions(kit.select([{ ...option('a'), description: plain(word(n)) }])),
  ]),
  bound('select options', 1, 100, '/blocks/0/elements/0/options', (n) => [
    actions(kit.select(many(n, (i) => option(`o${i}`)))),
  ]),
  bound('option groups', 1, 100, '/blocks/0/elements/0/option_groups', (n) => [
    actions({ type: 'static_select', option_groups: many(n, () => kit.group('g')) }),
  ]),
  bound('option group label', 1, 75, '/blocks/0/elements/0/option_groups/0/label/text', (n) => [
    actions({ type: 'static_select', option_groups: [kit.group(word(n))] }),
  ]),
  bound('overflow options', 1, 5, '/blocks/0/elements/0/options', (n) => [
    actions({ type: 'overflow', options: many(n, (i) => option(`o${i}`)) }),
  ]),
  bound('checkboxes', 1, 10, '/blocks/0/elements/0/options', (n) => [
    actions({ type: 'checkboxes', options: many(n, (i) => option(`o${i}`)) }),
  ]),
  bound('radio buttons', 1, 10, '/blocks/0/elements/0/options', (n) => [
    actions({ type: 'radio_buttons', options: many(n, (i) => option(`o${i}`)) }),
  ]),
  bound('placeholder', 1, 150, '/blocks/0/elements/0/placeholder/text', (n) => [
    actions({ type: 'external_select', placeholder: plain(word(n)) }),
  ]),
  bound('image alt_text', 1, 2000, '/blocks/0/alt_text', (n) => [{ ...image(), alt_text: word(n) }]),
  bound('image title', 1, 2000, '/blocks/0/title/text', (n) => [{ ...image(), title: plain(word(n)) }]),
  bound('image url', null, 3000, '/blocks/0/image_url', (n) => [{ ...image(), image_url: kit.address(n) }]),
  bound('table rows', 1, 100, '/blocks/0/rows', (n) => [kit.table(many(n, () => [kit.cell('a')]))]),
  bound('table cells', 1, 20, '/blocks/0/rows/0', (n) => [kit.table([many(n, () => kit.cell('a'))])]),
  bound('column_settings', 1, 20, '/blocks/0/column_settings', (n) => [
    { ...kit.table([[kit.cell('a')]]), column_settings: many(n, () => ({ align: 'left' })) },
  ]),
  bound('data_table rows', 2, 101, '/blocks/0/rows', (n) => [kit.dataTable(many(n, () => [kit.cell('a')]))]),
  bound('data_table columns', 1, 20, '/blocks/0/rows/0', (n) => [
    kit.dataTable(many(2, () => many(n, () => kit.cell('a')))),
  ]),
  bound('data_table page_size', 1, 100, '/blocks/0/page_size', (n) => [
    { ...kit.dataTable([[kit.cell('a')], [kit.cell('b')]]), page_size: n },
  ]),
  bound('chart title', 1, 50, '/blocks/0/title', (n) => [{ ...kit.chart(1, 1), title: word(n) }]),
  bound('chart series', 1, 6, '/blocks/0/chart/series', (n) => [kit.chart(n, 1)]),
  bound('chart points', 1, 20, '/blocks/0/chart/series/0/data', (n) => [kit.chart(1, n)]),
  bound('pie segments', 1, 6, '/blocks/0/chart/segments', (n) => [
    kit.pie(many(n, (i) => ({ label: `s${i}`, value: 1 }))),
  ]),
  bound('pie label', 1, 20, '/blocks/0/chart/segments/0/label', (n) => [kit.pie([{ label: word(n), value: 1 }])]),
  bound('axis label', null, 50, '/blocks/0/chart/axis_config/x_label', (n) => [kit.chart(1, 1, { x_label: word(n) })]),
  bound('charts in a message', null, 2, '/blocks/2', (n) => many(n, () => kit.chart(1, 1))),
  bound('card title', 1, 150, '/blocks/0/title/text', (n) => [{ type: 'card', title: mrkdwn(word(n)) }]),
  bound('card body', 1, 200, '/blocks/0/body/text', (n) => [{ type: 'card', body: mrkdwn(word(n)) }]),
  bound('card actions', 1, 2, '/blocks/0/actions', (n) => [
    { type: 'card', title: mrkdwn('a'), actions: many(n, button) },
  ]),
  bound('carousel cards', 1, 10, '/blocks/0/elements', (n) => [
    { type: 'carousel', elements: many(n, () => ({ type: 'card', title: mrkdwn('a') })) },
  ]),
  bound('container children', 1, 10, '/blocks/0/child_blocks', (n) => [
    { type: 'container', title: plain('a'), child_blocks: many(n, () => ({ type: 'divider' })) },
  ]),
  bound('video title', 1, 199, '/blocks/0/title/text', (n) => [{ ...kit.video(), title: plain(word(n)) }]),
  bound('video author', null, 49, '/blocks/0/author_name', (n) => [{ ...kit.video(), author_name: word(n) }]),
];

/** Rows of the same table that hold for parts which stand beside the ones above. */
export const partsInMessages: readonly Bound[] = [
  bound('context text', 1, 3000, '/blocks/0/elements/0/text', (n) => [context(mrkdwn(word(n)))]),
  bound('context image alt_text', 1, 2000, '/blocks/0/elements/0/alt_text', (n) => [
    context({ ...image(), alt_text: word(n) }),
  ]),
  bound('context image url', null, 3000, '/blocks/0/elements/0/image_url', (n) => [
    context({ ...image(), image_url: kit.address(n) }),
  ]),
  bound('accessory button text', 1, 75, '/blocks/0/accessory/text/text', (n) => [
    { ...section(mrkdwn('a')), accessory: { ...button(), text: plain(word(n)) } },
  ]),
  bound('workflow button text', 1, 75, '/blocks/0/elements/0/text/text', (n) => [
    actions({ ...kit.workflowButton(), text: plain(word(n)) }),
  ]),
  bound('icon button value', null, 2000, '/blocks/0/elements/0/value', (n) => [
    { type: 'context_actions', elements: [{ ...kit.iconButton(), value: word(n) }] },
  ]),
  bound('feedback button text', 1, 75, '/blocks/0/elements/0/positive_button/text/text', (n) => [
    { type: 'context_actions', elements: [kit.feedback({ text: plain(word(n)), value: 'v' })] },
  ]),
  bound('options of a group', 1, 100, '/blocks/0/elements/0/option_groups/0/options', (n) => [
    actions({
      type: 'static_select',
      option_groups: [{ label: plain('g'), options: many(n, (i) => option(`o${i}`)) }],
    }),
  ]),
  bound('checkbox text', 1, 75, '/blocks/0/elements/0/options/0/text/text', (n) => [
    actions({ type: 'checkboxes', options: [{ ...option('a'), text: mrkdwn(word(n)) }] }),
  ]),
  bound('checkbox description', 1, 75, '/blocks/0/elements/0/options/0/description/text', (n) => [
    actions({ type: 'checkboxes', options: [{ ...option('a'), description: mrkdwn(word(n)) }] }),
  ]),
  bound('radio button value', null, 75, '/blocks/0/elements/0/options/0/value', (n) => [
    actions({ type: 'radio_buttons', options: [{ ...option('a'), value: word(n) }] }),
  ]),
  bound('overflow option url', null, 3000, '/blocks/0/elements/0/options/0/url', (n) => [
    actions({ type: 'overflow', options: [{ ...option('a'), url: kit.address(n) }] }),
  ]),
  bound('chosen of many', 1, 100, '/blocks/0/elements/0/max_selected_items', (n) => [
    actions({ type: 'multi_users_select', max_selected_items: n }),
  ]),
  bound('chart category', 1, 20, '/blocks/0/chart/axis_config/categories/0', (n) => [kit.chartOf('s', word(n))]),
  bound('chart point label', 1, 20, '/blocks/0/chart/series/0/data/0/label', (n) => [kit.chartOf('s', word(n))]),
  bound('chart series name', 1, 20, '/blocks/0/chart/series/0/name', (n) => [kit.chartOf(word(n), 'p')]),
  bound('axis label across', null, 50, '/blocks/0/chart/axis_config/y_label', (n) => [
    kit.chart(1, 1, { y_label: word(n) }),
  ]),
  bound('card subtitle', 1, 150, '/blocks/0/subtitle/text', (n) => [
    { type: 'card', title: mrkdwn('a'), subtitle: mrkdwn(word(n)) },
  ]),
  bound('card subtext', 1, 200, '/blocks/0/subtext/text', (n) => [
    { type: 'card', title: mrkdwn('a'), subtext: mrkdwn(word(n)) },
  ]),
  bound('title of a card in a carousel', 1, 150, '/blocks/0/elements/0/title/text', (n) => [
    { type: 'carousel', elements: [{ type: 'card', title: mrkdwn(word(n)) }] },
  ]),
  bound('header in a container', 1, 150, '/blocks/0/child_blocks/0/text/text', (n) => [
    { type: 'container', title: plain('a'), child_blocks: [{ type: 'header', text: plain(word(n)) }] },
  ]),
  bound('container title', 1, 150, '/blocks/0/title/text', (n) => [
    { type: 'container', title: plain(word(n)), child_blocks: [{ type: 'divider' }] },
  ]),
  bound('block_id of a container’s child', 1, 255, '/blocks/0/child_blocks/0/block_id', (n) => [
    { type: 'container', title: plain('a'), child_blocks: [{ type: 'divider', block_id: word(n) }] },
  ]),
  bound('video address', null, 3000, '/blocks/0/video_url', (n) => [{ ...kit.video(), video_url: kit.address(n) }]),
  bound('video alt_text', 1, 2000, '/blocks/0/alt_text', (n) => [{ ...kit.video(), alt_text: word(n) }]),
];

export const inViews: readonly Bound[] = [
  bound('blocks in a modal', null, 100, '/view/blocks', (n) => view({ blocks: many(n, () => ({ type: 'divider' })) })),
  bound('modal title', 1, 24, '/view/title/text', (n) => view({ title: plain(word(n)) })),
  bound('modal submit', 1, 24, '/view/submit/text', (n) => view({ submit: plain(word(n)) })),
  bound('modal close', 1, 24, '/view/close/text', (n) => view({ close: plain(word(n)) })),
  bound('private_metadata', null, 3000, '/view/private_metadata', (n) => view({ private_metadata: word(n) })),
  bound('callback_id', null, 255, '/view/callback_id', (n) => view({ callback_id: word(n) })),
  bound('external_id', null, 255, '/view/external_id', (n) => view({ external_id: word(n) })),
  bound('input label', 1, 2000, '/view/blocks/0/label/text', (n) =>
    view({ blocks: [{ ...input(), label: plain(word(n)) }] }),
  ),
  bound('input hint', 1, 2000, '/view/blocks/0/hint/text', (n) =>
    view({ blocks: [{ ...input(), hint: plain(word(n)) }] }),
  ),
  bound('input min_length', 0, 3000, '/view/blocks/0/element/min_length', (n) =>
    view({ blocks: [input({ type: 'plain_text_input', min_length: n })] }),
  ),
  bound('input max_length', 1, 3000, '/view/blocks/0/element/max_length', (n) =>
    view({ blocks: [input({ type: 'plain_text_input', max_length: n })] }),
  ),
  bound('alert text', 1, 200, '/view/blocks/0/text/text', (n) =>
    view({ blocks: [{ type: 'alert', text: plain(word(n)) }] }),
  ),
  bound('blocks in Home', null, 100, '/view/blocks', (n) => ({
    type: 'home',
    blocks: many(n, () => ({ type: 'divider' })),
  })),
  bound('Home private_metadata', null, 3000, '/view/private_metadata', (n) => ({
    type: 'home',
    blocks: [],
    private_metadata: word(n),
  })),
  bound('header in Home', 1, 150, '/view/blocks/0/text/text', (n) => ({
    type: 'home',
    blocks: [{ type: 'header', text: plain(word(n)) }],
  })),
  bound('placeholder of an input', 1, 150, '/view/blocks/0/element/placeholder/text', (n) =>
    view({ blocks: [input({ type: 'plain_text_input', placeholder: plain(word(n)) })] }),
  ),
  bound('initial_value of an input', null, 3000, '/view/blocks/0/element/initial_value', (n) =>
    view({ blocks: [input({ type: 'plain_text_input', initial_value: word(n) })] }),
  ),
  bound('files of a file input', 1, 10, '/view/blocks/0/element/max_files', (n) =>
    view({ blocks: [input({ type: 'file_input', max_files: n })] }),
  ),
];
