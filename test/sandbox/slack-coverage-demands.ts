/**
 * What the pretend Slack demands of an app and does to it, sentence by sentence: `[sentence, test file below test/,
 * title of the test]`, and where the test has many cases, what its file must hold for this one. docs/pretend-slack.md
 * shows the sentences; slack-coverage.test.ts holds them against the tests.
 */
type Row = readonly [says: string, file: string, title: string, holds?: string];

export interface Topic {
  /** Its place in the list of everything that a pretend Slack must enforce. */
  readonly rule: number;
  readonly title: string;
  readonly rows: readonly Row[];
}

const bolt = 'sandbox/slack-bolt';
const events = 'sandbox/slack-events';
const interactions = 'sandbox/slack-interactions';
const modals = 'sandbox/slack-modals';
const socket = 'sandbox/slack-socket';
const story = 'sandbox/slack-story';
const urls = 'sandbox/slack-response-urls';

/** What it does to the app. */
export const towardsTheApp: readonly Topic[] = [
  {
    rule: 1,
    title: 'Requests',
    rows: [
      [
        'Every request is signed over its raw body, with its timestamp.',
        interactions,
        'every request is signed over its raw body',
      ],
      [
        'It can send requests that are badly signed, unsigned, changed after signing, stale or from the future.',
        story,
        'bad, unsigned, tampered and stale ones are refused, a future one is taken',
      ],
      ['It can send a request a second time.', story, 'a replay within five minutes passes its signature check'],
      ['It can send ssl_check and url_verification.', story, 'ssl_check and url_verification are answered'],
      [
        'A command comes as a form with all of its fields.',
        interactions,
        'a command carries every field, and names become ids',
      ],
      [
        'With should_escape, @name and #channel in a command become ids; & < > are escaped.',
        interactions,
        'a command carries every field, and names become ids',
      ],
      [
        'A click carries user, team, container, channel, message, state, actions, trigger and response URL.',
        interactions,
        'a click on a message carries the message, the action and a response URL',
      ],
      [
        'A submission carries the view with its id, private_metadata and state.',
        interactions,
        'a submission carries the view with its state, and an empty ack closes it',
      ],
      ['The view in a payload has the hash of that moment.', modals, 'says the hash that the view has'],
      [
        'An event comes in an envelope with event_id, event_time and authorizations.',
        events,
        'opening the Home tab tells the app each time',
      ],
      [
        'What was chosen among several stands in the action and the state.',
        'sandbox/slack-control',
        'several come through as they were chosen',
      ],
    ],
  },
  {
    rule: 2,
    title: 'The three seconds',
    rows: [
      ['An app has three seconds to ack.', modals, 'has three seconds'],
      [
        'A command that is acked late fails as the app that did not respond.',
        interactions,
        'an app that is late, broken or gone makes the command fail as the person sees it in Slack',
        'because the app did not respond',
      ],
      [
        'A command that is answered with anything but 200, or not at all, fails with dispatch_failed.',
        interactions,
        'an app that is late, broken or gone makes the command fail as the person sees it in Slack',
        'dispatch_failed',
      ],
      [
        'A modal that is not acked stays open with a notice.',
        interactions,
        'a late or failing app leaves the modal open with Slack’s notice',
      ],
      [
        'A click that is not acked is told to the person.',
        interactions,
        'a click the app does not ack tells the person, and one on nothing is refused',
      ],
      ['So is one that no listener of Bolt takes.', story, 'a click nobody listens to is told to the person'],
      ['A late ack of a command has no effect.', interactions, 'an ack after the deadline has no effect'],
      [
        'Nor has one of a submission, whatever it asks for.',
        modals,
        'acked too late changes nothing, whatever the ack asked for',
      ],
      ['Nor has one over a socket.', socket, 'an ack after the deadline has no effect'],
    ],
  },
  {
    rule: 3,
    title: 'What an ack may say',
    rows: [
      ['An empty ack of a command shows nothing.', modals, 'acked with nothing shows nothing'],
      [
        'Text or a message in it goes to the person alone, or with in_channel to all.',
        interactions,
        'the body of the ack answers the person alone, unless it says in_channel',
      ],
      [
        'A message in it that Slack would not show is an error to the person.',
        modals,
        'acked with a message that Slack would not show says so to the person, and shows nothing',
      ],
      [
        'Options for an external select must come in time and within their bounds.',
        interactions,
        'late or unusable options are none',
      ],
      [
        'They may come in groups, a hundred at most.',
        modals,
        'takes groups of options, a hundred at most, and nothing beyond the bounds of an option',
      ],
      [
        'They are asked for from min_query_length on.',
        interactions,
        'the app offers options from the least length on, and only those can be chosen',
      ],
      [
        'min_query_length is three unless the element says otherwise.',
        modals,
        'asks the app from the third character on unless it says otherwise',
      ],
      ['An ack with errors shows them at their blocks.', interactions, 'an ack with errors shows them at their blocks'],
      [
        'An ack may update the view, push another on it or clear the stack.',
        interactions,
        'update, push and clear in an ack move the stack, which holds three',
      ],
      [
        'An ack that Slack cannot use leaves the modal open with a notice, and the app hears nothing of it.',
        interactions,
        'an ack with %s leaves the modal open with Slack’s notice',
        'a title that is too long',
      ],
    ],
  },
  {
    rule: 4,
    title: 'Triggers',
    rows: [
      [
        'A trigger is good for three seconds, then expired_trigger_id.',
        interactions,
        'a trigger lives three seconds and opens one view',
        'expired_trigger_id',
      ],
      [
        'It is good for one view, then exchanged_trigger_id.',
        interactions,
        'a trigger lives three seconds and opens one view',
        'exchanged_trigger_id',
      ],
      [
        'Nonsense is invalid_trigger_id.',
        'sandbox/slack-methods',
        'views.push, views.update and views.open without their arguments are refused',
        'invalid_trigger_id',
      ],
      ['A refused view does not use it up.', interactions, 'a refused view does not use the trigger up'],
      ['A submission has one of its own.', modals, 'has a trigger of its own, good for one view'],
      [
        'Only one that was made in a modal can push.',
        interactions,
        'views.push needs a trigger made in a modal and stops at three',
      ],
    ],
  },
  {
    rule: 5,
    title: 'Response URLs',
    rows: [
      ['One works five times, then answers 404 used_url.', urls, 'it works five times'],
      ['It works for thirty minutes, then answers 404 expired_url.', urls, 'it works for thirty minutes'],
      [
        'It answers 200 ok, and speaks to the person alone unless asked otherwise.',
        urls,
        'it answers the person alone by default, the channel with in_channel, also where the app is not a member',
      ],
      [
        'It works in channels that the app is not in.',
        urls,
        'it answers the person alone by default, the channel with in_channel, also where the app is not a member',
      ],
      [
        'Blocks that Slack would not show are 400 invalid_blocks.',
        urls,
        'what Slack would not show is refused and shows nothing',
      ],
      [
        'A click’s replaces and deletes the clicked message.',
        urls,
        'a click’s URL replaces and deletes the clicked message',
      ],
      [
        'So it does with an ephemeral one, which never becomes visible to others.',
        urls,
        'a click’s URL changes an ephemeral message, which never becomes visible to others',
      ],
      [
        'Without replace_original a click’s adds a message.',
        urls,
        'a click without replace_original adds a message, to the person alone',
      ],
      ['A command’s can only add.', urls, 'a command’s URL has nothing to replace: it adds'],
      [
        'Nor can it delete.',
        urls,
        'a command’s URL has nothing to delete, and neither has a click’s once the message is gone',
      ],
      [
        'thread_ts counts only with replace_original false.',
        urls,
        'a thread is answered only with replace_original false',
      ],
      ['A click in a modal carries none.', interactions, 'a click in a modal has a view and no response URL'],
      ['A click in the Home tab carries none.', urls, 'a click in the Home tab carries none'],
      [
        'A submission carries one for each channel chosen where response_url_enabled is set.',
        modals,
        'with a %s that asks for it carries a response URL into the chosen channel',
      ],
      ['Otherwise it carries none.', modals, 'without response_url_enabled carries none'],
      [
        'respond() of Bolt works through it.',
        bolt,
        'respond() of Bolt answers through the response URL, and throws when Slack does not take it',
      ],
    ],
  },
  {
    rule: 6,
    title: 'Events',
    rows: [
      [
        'An event that is not taken comes again at once, after a minute and after five more, with the same event_id.',
        events,
        'an event the app %s comes again at once, after a minute and after five',
      ],
      [
        'The headers number the retry and say why it comes: http_error after any other answer.',
        events,
        'an event the app %s comes again at once, after a minute and after five',
        'http_error',
      ],
      [
        'An app that was silent reads http_timeout.',
        events,
        'an event the app %s comes again at once, after a minute and after five',
        'http_timeout',
      ],
      [
        'One that was not there reads connection_failed. Any 2xx takes an event.',
        events,
        'any 2xx takes an event; an app that is not there gets it again as connection_failed',
        'connection_failed',
      ],
      ['x-slack-no-retry stops the retries.', events, 'x-slack-no-retry stops them, and so does an ack'],
      ['Only subscribed events are sent.', events, 'events the app did not subscribe to are not sent'],
      ['Only those that the scopes allow.', events, 'a %s event comes with its scope and not without'],
      ['A mention needs app_mentions:read.', events, 'without its scope no mention arrives'],
      [
        'Messages of apps, its own included, carry bot_id.',
        events,
        'an app that subscribed to them hears people and itself, which has a bot_id',
      ],
      [
        'Messages come only from channels the app is in, and never ephemeral ones.',
        events,
        'it hears none where it is not a member, none of another kind of channel, and no ephemeral one',
      ],
    ],
  },
  {
    rule: 7,
    title: 'Socket Mode',
    rows: [
      [
        'An address is given only for an app-level token in the header.',
        'sandbox/slack-tokens',
        'a bot token may stand in the body, an app-level token only in the header',
      ],
      ['That token needs connections:write.', 'sandbox/slack-tokens', 'apps.connections.open needs connections:write'],
      [
        'A bot token is of the wrong kind; each call gives another address.',
        'sandbox/slack-methods',
        'apps.connections.open gives a new socket address each time, to the app token only',
      ],
      ['An address works once.', socket, 'a socket address works once'],
      [
        'A hello says how many sockets there are and for which app.',
        socket,
        'a hello says how many sockets there are, and for which app',
      ],
      [
        'An envelope goes to exactly one socket, and its ack may carry the answer.',
        socket,
        'an envelope goes to exactly one of the sockets, and its ack may carry the answer',
      ],
      [
        'Clicks and submissions come as interactive envelopes.',
        socket,
        'clicks and submissions are interactive envelopes, whose acks may carry a response',
      ],
      [
        'An event nobody acks comes again with retry_attempt 1 and the reason timeout; a command does not.',
        socket,
        'an event nobody acks comes again with its attempt and reason, a command does not',
      ],
      [
        'An event whose socket was lost comes again over another.',
        socket,
        'an event whose socket was dropped comes again over another',
      ],
      [
        'It can warn, ask for a refresh, and cut without a word.',
        socket,
        'a refresh says goodbye and closes, a warning only warns, a drop says nothing',
      ],
      ['It can say that the link was disabled.', socket, 'a link that was disabled is told so and closed'],
      ['The eleventh socket is turned away.', socket, 'the eleventh socket is turned away'],
      ['It pings each socket.', socket, 'every ten seconds it pings each socket'],
      [
        'Without a socket a command fails with dispatch_failed.',
        socket,
        'without a socket a command fails as dispatch_failed',
      ],
      [
        'Bolt works over it, a refresh included.',
        socket,
        'Bolt over Socket Mode: a command is acked, an event heard, a refresh followed by another socket',
      ],
    ],
  },
];
