/**
 * Everything that the pretend Slack serves or sends, by name: `[test file below test/, title of the test that proves
 * it]`. slack-coverage.test.ts holds the names against the code and the titles against the tests.
 */
export type Proof = readonly [file: string, title: string];

type Served = Readonly<Record<string, Proof>>;

const control = 'sandbox/slack-control';
const events = 'sandbox/slack-events';
const faults = 'sandbox/slack-faults';
const files = 'sandbox/slack-files';
const interactions = 'sandbox/slack-interactions';
const messages = 'sandbox/slack-messages';
const methods = 'sandbox/slack-methods';
const modals = 'sandbox/slack-modals';
const oauth = 'sandbox/slack-oauth';
const socket = 'sandbox/slack-socket';
const story = 'sandbox/slack-story';

const places: Proof = [methods, 'conversations: info, members, list, open and join'];
const viewsInUse: Proof = [methods, 'a click opens a view, which is changed and on which another is pushed'];
const oneStory: Proof = [control, 'one story through HTTP: command, click, modal, submission, close, say, home'];
const byHook: Proof = [control, 'faults are switched for Slack here and for the registry through its hook'];
const spoiled: Proof = [story, 'bad, unsigned, tampered and stale ones are refused, a future one is taken'];

export const servedMethods: Served = {
  'apps.connections.open': [
    methods,
    'apps.connections.open gives a new socket address each time, to the app token only',
  ],
  'apps.uninstall': [oauth, 'an uninstall tells the app, and its token is dead'],
  'auth.test': [methods, 'auth.test names the team and the bot'],
  'blocks.validate': [methods, 'takes what Slack would show, and shows nothing'],
  'chat.delete': [methods, 'only the app’s own messages can be changed or deleted'],
  'chat.getPermalink': [methods, 'a permalink leads to the message'],
  'chat.postEphemeral': [methods, 'an ephemeral has one viewer, is in no history and cannot be changed'],
  'chat.postMessage': [methods, 'timestamps are unique and rise although the clock stands still'],
  'chat.update': [
    methods,
    'text without blocks removes the blocks; blocks leave no mark; metadata stays until it is cleared',
  ],
  'conversations.history': [
    methods,
    'pages follow the cursor to the end, newest first, and a made-up cursor is refused',
  ],
  'conversations.info': places,
  'conversations.join': places,
  'conversations.list': places,
  'conversations.members': places,
  'conversations.open': places,
  'conversations.replies': [methods, 'replies stay out of the channel unless broadcast, and the parent counts them'],
  'files.completeUploadExternal': [files, 'is announced, sent, completed and shared in one message'],
  'files.delete': [files, 'can be deleted; then no block shows it and its address is gone'],
  'files.getUploadURLExternal': [files, 'is announced, sent, completed and shared in one message'],
  'files.info': [files, 'is shown by blocks only once it is ready'],
  'oauth.v2.access': [oauth, 'gives a token of the second workspace, which sees that workspace alone'],
  'usergroups.list': [methods, 'user groups list their members, on a paid plan'],
  'usergroups.users.list': [methods, 'user groups list their members, on a paid plan'],
  'users.info': [methods, 'users.info tells guests, strangers, bots and deactivated people apart'],
  'users.list': [methods, 'users.list pages; lookupByEmail finds only the living'],
  'users.lookupByEmail': [methods, 'users.list pages; lookupByEmail finds only the living'],
  'views.open': viewsInUse,
  'views.publish': [methods, 'publish keeps the view’s id, changes its hash and refuses a stale one'],
  'views.push': viewsInUse,
  'views.update': viewsInUse,
};

/** Events that happen by themselves; any other can be sent by hand. */
export const sentEvents: Served = {
  app_home_opened: [events, 'opening the Home tab tells the app each time'],
  app_mention: [events, 'the app hears of a mention where it is a member, and of no other text'],
  app_uninstalled: [oauth, 'an uninstall tells the app, and its token is dead'],
  message: [events, 'an app that subscribed to them hears people and itself, which has a bot_id'],
  tokens_revoked: [oauth, 'an uninstall tells the app, and its token is dead'],
};

export const sentInteractions: Served = {
  block_actions: [interactions, 'a click on a message carries the message, the action and a response URL'],
  block_suggestion: [interactions, 'the app offers options from the least length on, and only those can be chosen'],
  view_closed: [interactions, 'the app hears of a closed view only with notify_on_close'],
  view_submission: [interactions, 'a submission carries the view with its state, and an empty ack closes it'],
};

/** The kinds of delivery, as commands, as interactions and as events. */
export const deliveries: Served = {
  command: [interactions, 'a command carries every field, and names become ids'],
  event: [events, 'opening the Home tab tells the app each time'],
  interaction: [interactions, 'a click on a message carries the message, the action and a response URL'],
};

export const disconnects: Served = {
  link_disabled: [socket, 'a link that was disabled is told so and closed'],
  refresh_requested: [socket, 'a refresh says goodbye and closes, a warning only warns, a drop says nothing'],
  too_many_websockets: [socket, 'the eleventh socket is turned away'],
  warning: [socket, 'a refresh says goodbye and closes, a warning only warns, a drop says nothing'],
};

/** Requests that are not of any act: single ones, spoiled before they are sent. */
export const singleRequests: Served = {
  replay: [story, 'a replay within five minutes passes its signature check'],
  send: spoiled,
  sslCheck: [story, 'ssl_check and url_verification are answered'],
  urlVerification: [story, 'ssl_check and url_verification are answered'],
};

export const spoilings: Served = { ageSec: spoiled, secret: spoiled, tampered: spoiled, unsigned: spoiled };

export const controlRoutes: Served = {
  'GET events': [control, 'changes are streamed as they happen'],
  'GET faults': byHook,
  'GET home': oneStory,
  'GET messages': oneStory,
  'GET modal': oneStory,
  'GET registry': byHook,
  'GET requests': [control, 'every exchange is listed in order, without tokens and signatures'],
  'GET workspace': [control, 'the workspace names its people, channels, commands and faults'],
  'POST clock': [control, 'the clock moves forward and never back'],
  'POST close': [control, 'options, closing and reloading go through HTTP too'],
  'POST command': oneStory,
  'POST faults': byHook,
  'POST options': [control, 'options, closing and reloading go through HTTP too'],
  'POST press': oneStory,
  'POST registry/alias': byHook,
  'POST reload': [messages, 'is gone when its reader loads Slack anew; those of others stay'],
  'POST say': oneStory,
  'POST submit': oneStory,
};

/** What else its address answers, by how the path begins. */
export const otherPaths: Served = {
  '/api/': [methods, 'auth.test names the team and the bot'],
  '/control/': oneStory,
  '/files/': [files, 'is announced, sent, completed and shared in one message'],
  '/oauth/v2/authorize': [oauth, 'shows the scopes and the workspaces, and gives state and code back'],
  '/response/': ['sandbox/slack-response-urls', 'it works five times'],
  '/upload/': [files, 'is announced, sent, completed and shared in one message'],
};

export const faultSwitches: Served = {
  down: [faults, 'down cuts the call and does nothing'],
  'error-500': [faults, '500 comes as an HTML page and does nothing'],
  'late-history': [faults, 'late history shows a message only after its lag'],
  'lost-answer': [faults, 'a lost answer is a message all the same: sent again, it is there twice'],
  'short-pages': [faults, 'short pages hold half of what was asked for, and the cursor still leads to the end'],
  slow: [faults, 'slow waits before it works, so that a client’s timeout does not undo it'],
  'slow-body': [faults, 'slow-body begins an answer that ends only later, with the work done before'],
  'too-many-requests': [faults, 'too many requests names the seconds to wait'],
  'without-charts': [
    faults,
    '%s refuses such a block as one of a type it does not know, and takes it again afterwards',
  ],
  'without-tables': [
    faults,
    '%s refuses such a block as one of a type it does not know, and takes it again afterwards',
  ],
};

/** What acts and clock can do that the names above do not show. */
export const acts: Served = {
  advance: [control, 'the clock moves forward and never back'],
  archive: [messages, 'archived and restricted channels say so'],
  close: [interactions, 'the app hears of a closed view only with notify_on_close'],
  command: [interactions, 'a command carries every field, and names become ids'],
  emit: [events, 'events the app did not subscribe to are not sent'],
  invite: [events, 'it hears none where it is not a member, none of another kind of channel, and no ephemeral one'],
  openHome: [events, 'opening the Home tab tells the app each time'],
  options: [interactions, 'the app offers options from the least length on, and only those can be chosen'],
  press: [interactions, 'a click on a message carries the message, the action and a response URL'],
  reload: [messages, 'is gone when its reader loads Slack anew; those of others stay'],
  readdress: [events, 'a changed address reaches the app with its scope alone'],
  regroup: [methods, 'user groups list their members, on a paid plan'],
  remove: places,
  say: [events, 'the app hears of a mention where it is a member, and of no other text'],
  submit: [modals, 'has a trigger of its own, good for one view'],
};
