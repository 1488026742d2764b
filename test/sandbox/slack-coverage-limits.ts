/**
 * Slack’s limits of blocks, views and commands, a row each: what the row says, and the bounds of test/views/
 * slack-bounds.ts, each tried on both sides, or the test that proves it, as `file: title`. docs/pretend-slack.md shows
 * what is said.
 */
export interface Limit {
  readonly of: string;
  readonly says: string;
  readonly bounds?: readonly string[];
  readonly tests?: readonly (readonly [file: string, title: string])[];
}

const reference = 'views/validate-reference';
const rules = 'views/validate-rules';
const validate = 'views/validate';
const seed = 'sandbox/seed-file';

export const limits: readonly Limit[] = [
  {
    of: 'blocks',
    says: '50 in a message, 100 in a modal, 100 in the Home tab',
    bounds: ['blocks in a message', 'blocks in a modal', 'blocks in Home'],
  },
  {
    of: 'text of a message',
    says: '40,000 characters; Unicode code points count',
    tests: [
      [validate, 'has at most 40,000 characters of text'],
      [validate, 'counts code points, so that an emoji is one character'],
    ],
  },
  {
    of: 'all blocks of a message',
    says: '10,000 characters together; Slack publishes no bound and was seen to refuse from 11,341 on',
    tests: [[validate, 'has at most 10,000 characters in its blocks']],
  },
  {
    of: 'block_id, action_id, callback_id, external_id',
    says: '255; block_id unique in a message, action_id in a block',
    bounds: ['block_id', 'action_id', 'callback_id', 'external_id', 'block_id of a container’s child'],
    tests: [
      [rules, 'a block_id is unique in a message'],
      [rules, 'an action_id is unique in a block, not in a message'],
    ],
  },
  { of: 'text object', says: '1–3,000', bounds: ['context text', 'section text'] },
  {
    of: 'section',
    says: 'text 3,000; 10 fields of 2,000; one of them is needed',
    bounds: ['section text', 'section fields', 'section field'],
    tests: [[rules, '$what is refused']],
  },
  {
    of: 'header',
    says: '150; no level',
    bounds: ['header', 'header in Home', 'header in a container'],
    tests: [[rules, 'an unknown one on $what is refused']],
  },
  {
    of: 'context, actions, context_actions',
    says: '10, 25, 5 elements',
    bounds: ['context elements', 'actions elements', 'context_actions elements'],
  },
  {
    of: 'button',
    says: 'text 75, value 2,000, url 3,000, accessibility_label 75; nothing is disabled',
    bounds: [
      'button text',
      'button value',
      'button url',
      'button accessibility_label',
      'accessory button text',
      'workflow button text',
      'icon button value',
      'feedback button text',
    ],
    tests: [[rules, 'an unknown one on $what is refused']],
  },
  {
    of: 'confirm',
    says: 'title 100, text 300, buttons 30',
    bounds: ['confirm title', 'confirm text', 'confirm button', 'deny button'],
  },
  {
    of: 'option',
    says: 'text 75, value 75, description 75 (the pages differ), url 3,000 in an overflow menu alone',
    bounds: [
      'option text',
      'option value',
      'option description',
      'checkbox text',
      'checkbox description',
      'radio button value',
      'overflow option url',
    ],
    tests: [[reference, 'an address of an option belongs to an overflow menu alone']],
  },
  {
    of: 'select',
    says: '100 options, 100 groups of 100, group label 75, 100 chosen',
    bounds: ['select options', 'option groups', 'option group label', 'options of a group', 'chosen of many'],
  },
  {
    of: 'overflow, checkboxes, radio buttons',
    says: '5, 10, 10 options',
    bounds: ['overflow options', 'checkboxes', 'radio buttons'],
  },
  { of: 'placeholder', says: '150', bounds: ['placeholder', 'placeholder of an input'] },
  {
    of: 'plain_text_input',
    says: 'min_length 0–3,000, max_length 1–3,000, initial_value 3,000',
    bounds: ['input min_length', 'input max_length', 'initial_value of an input'],
  },
  {
    of: 'input',
    says: 'label 2,000, hint 2,000; in a modal it needs submit',
    bounds: ['input label', 'input hint'],
    tests: [[rules, 'a modal with an input needs a submit button']],
  },
  {
    of: 'file_input',
    says: '10 files, in a modal alone',
    bounds: ['files of a file input'],
    tests: [[rules, 'a file is asked for in a modal only']],
  },
  {
    of: 'image',
    says: 'url 3,000; alt_text 2,000, needed; title 2,000; one source; png, jpg, jpeg or gif',
    bounds: ['image url', 'image alt_text', 'image title', 'context image alt_text', 'context image url'],
    tests: [
      [rules, '$what is refused'],
      [rules, 'an image has one source'],
      [reference, 'an image may be a %s'],
    ],
  },
  {
    of: 'markdown',
    says: '12,000 in all blocks together, and like other text 10,000 in a message',
    tests: [[validate, 'has at most 12,000 characters of markdown in all, and like other text no more than 10,000']],
  },
  {
    of: 'table',
    says: '100 rows of 20 cells, 20 column_settings, 10,000 characters, one in a message; cells are text or rich text',
    bounds: ['table rows', 'table cells', 'column_settings'],
    tests: [
      [validate, 'a %s has at most 10,000 characters where a message total does not forbid it'],
      [validate, 'has one table of any kind'],
      [reference, 'a cell of %s is text: a raw_number is refused'],
    ],
  },
  {
    of: 'data_table',
    says: '101 rows with the header, at least 2; 20 columns in each; page_size 1–100; caption needed; header not rich text',
    bounds: ['data_table rows', 'data_table columns', 'data_table page_size'],
    tests: [
      [rules, 'rows of a data_table are equally long and its header is plain'],
      [rules, '$what is refused'],
    ],
  },
  {
    of: 'data_visualization',
    says: '2 in a message; title 50; 6 series or slices; 20 points, one for each category; labels and names 20; axis labels 50; slices above 0',
    bounds: [
      'charts in a message',
      'chart title',
      'chart series',
      'chart points',
      'pie segments',
      'pie label',
      'chart category',
      'chart point label',
      'chart series name',
      'axis label',
      'axis label across',
    ],
    tests: [
      [rules, 'a series has one point for each category, in the same order'],
      [rules, 'names of series are unique'],
      [rules, 'a slice of a pie is more than nothing'],
    ],
  },
  {
    of: 'card',
    says: 'title and subtitle 150, body and subtext 200, 2 actions; picture, title, actions or body needed',
    bounds: ['card title', 'card subtitle', 'card body', 'card subtext', 'card actions'],
    tests: [[rules, '$what is refused']],
  },
  {
    of: 'carousel, container',
    says: '10 cards, 10 children; a container needs a title (150) and holds no container',
    bounds: ['carousel cards', 'title of a card in a carousel', 'container children', 'container title'],
    tests: [
      [rules, 'a container holds no container'],
      [rules, '$what is refused'],
    ],
  },
  {
    of: 'alert',
    says: 'text 200; five levels',
    bounds: ['alert text'],
    tests: [[reference, 'an alert may be of the level %s']],
  },
  {
    of: 'video',
    says: 'title 199, author 49, alt_text 2,000; needs links.embed:write',
    bounds: ['video title', 'video author', 'video address', 'video alt_text'],
    tests: [['sandbox/slack-messages', 'a video needs links.embed:write, wherever it stands']],
  },
  {
    of: 'view',
    says: 'title, submit and close 24; private_metadata 3,000; 250 kB of JSON',
    bounds: ['modal title', 'modal submit', 'modal close', 'private_metadata', 'Home private_metadata'],
    tests: [[validate, 'a view of exactly 250 kB of JSON is taken, one byte more is not']],
  },
  {
    of: 'file',
    says: 'received only: no app can send such a block',
    tests: [[reference, 'a file block is only ever received']],
  },
  {
    of: 'slash command',
    says: 'name 32 with its slash, usage hint 1,000, description 2,000',
    tests: [
      [seed, 'with %s is refused with its place'],
      [seed, 'takes a command as long as Slack takes one'],
    ],
  },
];

/** What Slack does and the pretend Slack does not. */
export const notEnforced: readonly string[] = [
  'Methods, events and interactions that are not listed here: shortcuts, dialogs, functions and workflows, reactions, pins, scheduled messages, user tokens, group conversations, Enterprise Grid, token rotation.',
  'message_changed, message_deleted and other subtypes of message events.',
  'The cap of messages a minute for a whole workspace, whose number Slack does not publish, and the cap of 30,000 events an hour.',
  'Redirects of event requests, and switching off the subscriptions of an app that seldom answers.',
  'edit_window_closed: messages can be changed for ever.',
  'The stricter history limits of apps that are distributed outside the Marketplace.',
  'Looking at what a URL in a block leads to: images and videos are not fetched, the domains an app may unfurl not checked.',
];

/** What nobody could look up or see on the platform. */
export const unconfirmed: readonly string[] = [
  'The words of used_url and expired_url, and that blocks in a response are refused with invalid_blocks.',
  'What a person sees of a click that was not acked; that commands and clicks are never sent again.',
  'That a submission has a trigger of its own.',
  'That a reply to a missing parent is thread_not_found.',
  'That a video without its scope is missing_scope; Slack’s pages only say that the scope is needed.',
  'That metadata of 16 kB is the most; Slack publishes no bound.',
  'The bounds where its pages differ: description of an option, rows of a data_table, slices of a chart, actions of a card.',
];
