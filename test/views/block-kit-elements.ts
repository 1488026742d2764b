import type {
  Button,
  ChannelsSelect,
  Checkboxes,
  Confirm,
  ConversationsSelect,
  Datepicker,
  DateTimepicker,
  EmailInput,
  ExternalSelect,
  FeedbackButtons,
  FileInput,
  IconButton,
  ImageElement,
  MultiChannelsSelect,
  MultiConversationsSelect,
  MultiExternalSelect,
  MultiStaticSelect,
  MultiUsersSelect,
  NumberInput,
  Overflow,
  PlainTextInput,
  RadioButtons,
  RichTextInput,
  StaticSelect,
  Timepicker,
  URLInput,
  UsersSelect,
  WorkflowButton,
} from '@slack/types';

/** Where an element may stand: in a section beside its text, in actions, in an input, and so on. */
export type Host = 'section' | 'actions' | 'input' | 'context' | 'context_actions';

interface Placed {
  readonly element: { readonly type: string; readonly [property: string]: unknown };
  readonly hosts: readonly Host[];
}

const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: true });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text, verbatim: true });
const confirm: Required<Confirm> = {
  title: plain('Sure?'),
  text: mrkdwn('This *cannot* be undone.'),
  confirm: plain('Yes'),
  deny: plain('No'),
  style: 'danger',
};
const option = (value: string) => ({ text: plain(value), value, description: plain(`about ${value}`) });
const rich = {
  type: 'rich_text' as const,
  elements: [{ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'a' }] }],
};
const filter = {
  include: ['im', 'mpim', 'private', 'public'] as ('im' | 'mpim' | 'private' | 'public')[],
  exclude_external_shared_channels: true,
  exclude_bot_users: true,
};

const act = { action_id: 'act' };
const asking = { ...act, confirm, focus_on_load: true };
const choosing = { ...asking, placeholder: plain('Choose') };
const choosingMany = { ...choosing, max_selected_items: 2 };
const dispatch = { trigger_actions_on: ['on_enter_pressed', 'on_character_entered'] as never };
const typing = { ...act, placeholder: plain('Type'), focus_on_load: true, dispatch_action_config: dispatch };
const options = [option('a'), option('b')];
const group = { label: plain('Group'), options };

const chosen: readonly Host[] = ['section', 'actions', 'input'];
const pressed: readonly Host[] = ['section', 'actions'];
const typed: readonly Host[] = ['input'];

type Sourced<T, Left extends keyof T> = Omit<Required<T>, Left>;

/** Every element of Block Kit with every property that Slack's own types give it, and the blocks that hold it. */
export const elements: readonly Placed[] = [
  {
    element: {
      type: 'button',
      ...act,
      text: plain('Go'),
      value: 'v',
      url: 'https://example.com/',
      style: 'primary',
      confirm,
      accessibility_label: 'Go there',
    } satisfies Required<Button>,
    hosts: pressed,
  },
  {
    element: {
      type: 'workflow_button',
      ...act,
      text: plain('Run'),
      style: 'danger',
      accessibility_label: 'Run it',
      workflow: {
        trigger: {
          url: 'https://slack.com/shortcuts/Ft1/x',
          customizable_input_parameters: [{ name: 'n', value: 'v' }],
        },
      },
      // Its types inherit `confirm`; its reference page does not have it.
    } satisfies Sourced<WorkflowButton, 'confirm'>,
    hosts: pressed,
  },
  {
    element: {
      type: 'overflow',
      ...act,
      confirm,
      options: [{ ...option('a'), url: 'https://example.com/' }],
    } satisfies Required<Overflow>,
    hosts: pressed,
  },
  {
    element: { type: 'checkboxes', ...asking, options, initial_options: [option('a')] } satisfies Required<Checkboxes>,
    hosts: chosen,
  },
  {
    element: {
      type: 'radio_buttons',
      ...asking,
      options: [{ text: mrkdwn('*a*'), value: 'a' }, option('b')],
      initial_option: option('b'),
    } satisfies Required<RadioButtons>,
    hosts: chosen,
  },
  {
    element: { type: 'datepicker', ...choosing, initial_date: '2026-11-30' } satisfies Required<Datepicker>,
    hosts: chosen,
  },
  {
    element: {
      type: 'timepicker',
      ...choosing,
      initial_time: '23:59',
      timezone: 'Europe/Amsterdam',
    } satisfies Required<Timepicker>,
    hosts: chosen,
  },
  {
    element: { type: 'datetimepicker', ...asking, initial_date_time: 1_796_040_000 } satisfies Required<DateTimepicker>,
    hosts: ['actions', 'input'],
  },
  {
    element: { type: 'static_select', ...choosing, options, initial_option: option('a') } satisfies Sourced<
      StaticSelect,
      'option_groups'
    >,
    hosts: chosen,
  },
  {
    element: {
      type: 'static_select',
      ...choosing,
      option_groups: [group],
      initial_option: option('b'),
    } satisfies Sourced<StaticSelect, 'options'>,
    hosts: chosen,
  },
  {
    element: {
      type: 'external_select',
      ...choosing,
      min_query_length: 0,
      initial_option: option('a'),
    } satisfies Required<ExternalSelect>,
    hosts: chosen,
  },
  { element: { type: 'users_select', ...choosing, initial_user: 'U1' } satisfies Required<UsersSelect>, hosts: chosen },
  {
    element: {
      type: 'conversations_select',
      ...choosing,
      initial_conversation: 'C1',
      default_to_current_conversation: true,
      response_url_enabled: true,
      filter,
    } satisfies Required<ConversationsSelect>,
    hosts: chosen,
  },
  {
    element: {
      type: 'channels_select',
      ...choosing,
      initial_channel: 'C1',
      response_url_enabled: true,
    } satisfies Required<ChannelsSelect>,
    hosts: chosen,
  },
  {
    element: {
      type: 'multi_static_select',
      ...choosingMany,
      options,
      initial_options: [option('a')],
    } satisfies Sourced<MultiStaticSelect, 'option_groups'>,
    hosts: chosen,
  },
  {
    element: {
      type: 'multi_static_select',
      ...choosingMany,
      option_groups: [group],
      initial_options: options,
    } satisfies Sourced<MultiStaticSelect, 'options'>,
    hosts: chosen,
  },
  {
    element: {
      type: 'multi_external_select',
      ...choosingMany,
      min_query_length: 1,
      initial_options: [option('z')],
    } satisfies Required<MultiExternalSelect>,
    hosts: chosen,
  },
  {
    element: {
      type: 'multi_users_select',
      ...choosingMany,
      initial_users: ['U1', 'W2'],
    } satisfies Required<MultiUsersSelect>,
    hosts: chosen,
  },
  {
    element: {
      type: 'multi_conversations_select',
      ...choosingMany,
      initial_conversations: ['C1', 'D2', 'G3'],
      default_to_current_conversation: true,
      filter,
    } satisfies Required<MultiConversationsSelect>,
    hosts: chosen,
  },
  {
    element: {
      type: 'multi_channels_select',
      ...choosingMany,
      initial_channels: ['C1'],
    } satisfies Required<MultiChannelsSelect>,
    hosts: chosen,
  },
  {
    element: {
      type: 'plain_text_input',
      ...typing,
      initial_value: 'because',
      multiline: true,
      min_length: 0,
      max_length: 3000,
    } satisfies Required<PlainTextInput>,
    hosts: typed,
  },
  {
    element: { type: 'email_text_input', ...typing, initial_value: 'a@example.com' } satisfies Required<EmailInput>,
    hosts: typed,
  },
  {
    element: { type: 'url_text_input', ...typing, initial_value: 'https://example.com/' } satisfies Required<URLInput>,
    hosts: typed,
  },
  {
    element: {
      type: 'number_input',
      ...typing,
      is_decimal_allowed: true,
      initial_value: '0.5',
      min_value: '-1',
      max_value: '1',
    } satisfies Required<NumberInput>,
    hosts: typed,
  },
  {
    element: {
      type: 'rich_text_input',
      ...typing,
      initial_value: rich,
      min_lines: 1,
      max_lines: 5,
    } satisfies Required<RichTextInput>,
    // Slack's types let it stand in actions too.
    hosts: ['actions', 'input'],
  },
  {
    element: { type: 'file_input', ...act, filetypes: ['csv', 'png'], max_files: 10 } satisfies Required<FileInput>,
    hosts: typed,
  },
  {
    element: { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a chart' } satisfies ImageElement,
    hosts: ['section', 'context'],
  },
  {
    element: { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a chart' } satisfies ImageElement,
    hosts: ['section', 'context'],
  },
  {
    element: {
      type: 'feedback_buttons',
      ...act,
      positive_button: { text: plain('Good'), value: 'good', accessibility_label: 'That helped' },
      negative_button: { text: plain('Bad'), value: 'bad', accessibility_label: 'That did not help' },
    } satisfies Required<FeedbackButtons>,
    hosts: ['context_actions'],
  },
  {
    element: {
      type: 'icon_button',
      ...act,
      icon: 'trash',
      text: plain('Delete'),
      value: 'v',
      confirm,
      accessibility_label: 'Delete it',
      visible_to_user_ids: ['U1'],
    } satisfies Required<IconButton>,
    hosts: ['context_actions'],
  },
];
