import type { Topic } from './slack-coverage-demands.ts';

const control = 'sandbox/slack-control';
const faults = 'sandbox/slack-faults';
const files = 'sandbox/slack-files';
const interactions = 'sandbox/slack-interactions';
const messages = 'sandbox/slack-messages';
const methods = 'sandbox/slack-methods';
const modals = 'sandbox/slack-modals';
const oauth = 'sandbox/slack-oauth';
const refusals = 'sandbox/slack-refusals';
const reference = 'views/validate-reference';
const rules = 'views/validate-rules';
const validate = 'views/validate';
const places = 'conversations: info, members, list, open and join';
const upload = 'is refused with %s, and nothing is shared';

/** What it demands of what is shown, of views, people, places and files; and the trouble it makes. */
export const ofWhatIsShown: readonly Topic[] = [
  {
    rule: 14,
    title: 'Blocks and views',
    rows: [
      [
        'Each block is shown only on its surfaces, with all of its properties.',
        reference,
        '$type is taken on $surfaces and nowhere else',
      ],
      [
        'Each element stands only in its blocks, with all of its properties.',
        reference,
        '$type is taken in $hosts and nowhere else',
      ],
      ['The upper bounds of the limits table hold on both sides.', validate, '$what: at most $max'],
      ['So do the lower bounds.', validate, '$what: at least $min'],
      ['Unknown properties are refused.', rules, 'an unknown one on $what is refused'],
      ['So are missing ones.', rules, '$what is refused'],
      ['A block_id is unique in a message.', rules, 'a block_id is unique in a message'],
      ['An action_id is unique in its block.', rules, 'an action_id is unique in a block, not in a message'],
      [
        'A refusal is worded as Slack words it, with a JSON pointer.',
        rules,
        'a header that is too long is refused in the words of Slack',
      ],
      ['In views the pointer starts at /view.', rules, 'too many options in a view point from the view'],
      [
        'A view refused by a method is invalid_arguments, with its place.',
        methods,
        'views.open refuses %s and names the place',
      ],
      ['A view of more than 250 kB is view_too_large.', refusals, 'is refused: %s', 'view_too_large'],
      [
        'An external_id belongs to one view at a time: duplicate_external_id.',
        interactions,
        'an external id belongs to one view at a time',
      ],
      ['A modal with an input needs submit.', rules, 'a modal with an input needs a submit button'],
    ],
  },
  {
    rule: 15,
    title: 'Modals and the Home tab',
    rows: [
      [
        'A stack holds three views: push_limit_reached.',
        interactions,
        'views.push needs a trigger made in a modal and stops at three',
      ],
      [
        'A view that is not there is not_found.',
        modals,
        'can be changed below its top, and a view that was closed is not found',
      ],
      [
        'A stale hash is hash_conflict.',
        interactions,
        'views.update changes the hash and refuses a stale one; what was typed stays',
      ],
      [
        'Each change makes a new hash; what was typed stays in a block that stays.',
        modals,
        'changes its hash with each update, and keeps what was typed in a block that stays',
      ],
      [
        'The app hears of a closed view only with notify_on_close.',
        interactions,
        'the app hears of a closed view only with notify_on_close',
      ],
      [
        'Of a stack that is closed it hears of each such view, the top first.',
        modals,
        'closed as a whole tells of each view with notify_on_close, the top first, as cleared',
      ],
      [
        'clear_on_close closes the whole stack.',
        modals,
        'is closed as a whole by a view with clear_on_close; otherwise only its top goes',
      ],
      [
        'State values go by block_id and action_id.',
        interactions,
        'a submission carries the view with its state, and an empty ack closes it',
      ],
      [
        'A choice must be among the options.',
        interactions,
        'a choice must be among the options and stands in the state',
      ],
      [
        'Slack itself holds back a modal with an empty required input.',
        interactions,
        'Slack itself holds back a modal with an empty required input',
      ],
      [
        'A Home tab keeps its id; a stale hash is hash_conflict.',
        methods,
        'publish keeps the view’s id, changes its hash and refuses a stale one',
      ],
      ['Without a Home tab, publishing is not_enabled.', methods, 'a Home tab that is switched off is not_enabled'],
    ],
  },
  {
    rule: 16,
    title: 'People and places',
    rows: [
      [
        'users.info tells guests, strangers, bots and deactivated people apart; others are user_not_found.',
        methods,
        'users.info tells guests, strangers, bots and deactivated people apart',
      ],
      [
        'users.lookupByEmail finds only the living; others are users_not_found.',
        methods,
        'users.list pages; lookupByEmail finds only the living',
      ],
      [
        'User groups need a paid plan; an unknown one is no_such_subteam.',
        methods,
        'user groups list their members, on a paid plan',
      ],
      ['Channels are shown, listed, opened and joined as the app may know them.', methods, places],
      [
        'What only public channels allow is method_not_supported_for_channel_type.',
        methods,
        places,
        'method_not_supported_for_channel_type',
      ],
      [
        'A made-up cursor is invalid_cursor.',
        methods,
        'pages follow the cursor to the end, newest first, and a made-up cursor is refused',
      ],
      [
        'Pages may be shorter than what was asked for.',
        faults,
        'short pages hold half of what was asked for, and the cursor still leads to the end',
      ],
      ['A page of a thousand and one is invalid_limit.', refusals, 'is refused: %s', 'invalid_limit'],
      ['History needs membership.', methods, 'history needs membership'],
    ],
  },
  {
    rule: 17,
    title: 'Files',
    rows: [
      [
        'A file is announced, sent, completed and shared.',
        files,
        'is announced, sent, completed and shared in one message',
      ],
      ['Bytes may come raw or as a form.', files, 'may come as a form, and goes into a thread with blocks'],
      ['filesUploadV2 of Slack’s client works.', files, 'goes through Slack’s own client in one call'],
      ['A file nobody announced is file_not_found.', files, upload, 'file_not_found'],
      ['A channel that is not there is invalid_channel.', files, upload, 'invalid_channel'],
      ['One it may not post in is posting_to_channel_denied.', files, upload, 'posting_to_channel_denied'],
      ['A markdown block beside files is internal_error.', files, upload, 'internal_error'],
      [
        'A file is complete before it is ready; until then a block with it is invalid_blocks.',
        files,
        'is shown by blocks only once it is ready',
      ],
      ['How long that takes can be set.', files, 'can be made to take longer'],
    ],
  },
  {
    rule: 18,
    title: 'Installing with OAuth',
    rows: [
      [
        'The authorise page shows the scopes and gives state and code back.',
        oauth,
        'shows the scopes and the workspaces, and gives state and code back',
      ],
      [
        'A code works once, for ten minutes: invalid_code.',
        oauth,
        'works once, for ten minutes, with the secret and the address it was asked with',
        'invalid_code',
      ],
      [
        'A wrong secret is bad_client_secret.',
        oauth,
        'works once, for ten minutes, with the secret and the address it was asked with',
        'bad_client_secret',
      ],
      [
        'A wrong client is invalid_client_id.',
        oauth,
        'works once, for ten minutes, with the secret and the address it was asked with',
        'invalid_client_id',
      ],
      [
        'Another redirect address is bad_redirect_uri.',
        oauth,
        'works once, for ten minutes, with the secret and the address it was asked with',
        'bad_redirect_uri',
      ],
      [
        'The answer names token, bot user, scopes, team and who installed.',
        oauth,
        'gives a token of the second workspace, which sees that workspace alone',
      ],
      [
        'An uninstall sends app_uninstalled and tokens_revoked and ends the token.',
        oauth,
        'an uninstall tells the app, and its token is dead',
      ],
      [
        'Bolt installs itself through it.',
        'sandbox/slack-bolt',
        'Bolt installs itself into the second workspace, answers there, and hears when it is uninstalled',
      ],
    ],
  },
  {
    rule: 19,
    title: 'Metadata and checks',
    rows: [
      [
        'Metadata is shown only on request.',
        methods,
        'metadata shows only when it is asked for, and a period in its type drops it with a warning',
      ],
      [
        'blocks.validate takes what Slack would show, and shows nothing.',
        methods,
        'takes what Slack would show, and shows nothing',
      ],
      ['It names place, code and message of a mistake.', methods, 'names the place of a mistake in a %s'],
      ['It wants exactly one of blocks, message and view.', methods, 'wants exactly one of the three'],
      [
        'It needs no scope, and does not ask for text.',
        messages,
        'blocks.validate needs no scope and does not ask for text',
      ],
    ],
  },
  {
    rule: 20,
    title: 'Trouble on demand',
    rows: [
      [
        'Answers can be lost after the work was done.',
        faults,
        'a lost answer is a message all the same: sent again, it is there twice',
      ],
      [
        'A client with retries of its own then posts twice.',
        faults,
        'a client with Slack’s own retries posts twice without being told',
      ],
      ['It can answer 500 with an HTML page.', faults, '500 comes as an HTML page and does nothing'],
      [
        'It can begin an answer and end it later.',
        faults,
        'slow-body begins an answer that ends only later, with the work done before',
      ],
      ['Its clock can be moved forward, never back.', control, 'the clock moves forward and never back'],
    ],
  },
];
