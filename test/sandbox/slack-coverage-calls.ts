import type { Topic } from './slack-coverage-demands.ts';

const faults = 'sandbox/slack-faults';
const messages = 'sandbox/slack-messages';
const methods = 'sandbox/slack-methods';
const refusals = 'sandbox/slack-refusals';
const tokens = 'sandbox/slack-tokens';
const refused = 'a message with %s is refused';

/** What it demands of the app’s calls and messages. */
export const ofCalls: readonly Topic[] = [
  {
    rule: 8,
    title: 'Tokens',
    rows: [
      ['No token is not_authed.', tokens, 'a message with the token “%s” is refused with %s', 'not_authed'],
      ['An unknown one is invalid_auth.', tokens, 'a message with the token “%s” is refused with %s', 'invalid_auth'],
      [
        'One of the wrong kind is not_allowed_token_type.',
        tokens,
        'a message with the token “%s” is refused with %s',
        'not_allowed_token_type',
      ],
      ['A revoked one is token_revoked.', tokens, 'a %s token answers %s', 'token_revoked'],
      ['One of a deactivated account is account_inactive.', tokens, 'a %s token answers %s', 'account_inactive'],
      [
        'A call without its scope is missing_scope, with what is needed and what there is.',
        tokens,
        'a call without its scope is told what is needed and what there is',
      ],
      ['A refusal is HTTP 200 with ok false.', tokens, 'a refusal is HTTP 200, with the scopes in its headers'],
      [
        'Headers name the scopes of the token and of the method.',
        tokens,
        'scopes of the token and of the method stand in the headers',
      ],
      ['Arguments come as form, JSON or multipart.', tokens, 'arguments come as form, JSON and multipart alike'],
      ['A body that is none of them is refused.', refusals, 'is told so: %s', 'invalid_post_type'],
    ],
  },
  {
    rule: 9,
    title: 'Methods',
    rows: [
      ['auth.test names team, user and bot.', methods, 'auth.test names the team and the bot'],
      [
        'Any other method is unknown_method.',
        tokens,
        'a method it does not have is unknown_method, with a token or without',
      ],
      [
        'Each method answers Slack’s own client.',
        methods,
        'every method was called above by Slack’s own client, and answered well',
      ],
    ],
  },
  {
    rule: 10,
    title: 'Rate limits',
    rows: [
      [
        'A channel takes a burst of three messages, then one a second.',
        faults,
        'a channel takes a burst of three, then one message a second',
      ],
      ['Tier 1 takes one call a minute, tier 3 fifty, tier 4 a hundred.', faults, 'tier %s a minute'],
      ['Tier 2 takes twenty.', faults, 'tier 2 takes twenty calls a minute'],
      ['Each workspace has its own.', faults, 'each workspace has limits of its own'],
      [
        'Beyond is HTTP 429 with Retry-After and ratelimited.',
        faults,
        'the answer is HTTP 429 with Retry-After and the error ratelimited',
      ],
    ],
  },
  {
    rule: 11,
    title: 'Posting',
    rows: [
      [
        'A channel that the app cannot know of is channel_not_found.',
        methods,
        refused,
        'a private channel the app is not in',
      ],
      ['One it is not in is not_in_channel.', methods, refused, 'not_in_channel'],
      [
        'With chat:write.public it may post in public ones all the same.',
        messages,
        'chat:write.public lets the app post where it was not invited',
      ],
      [
        'An archived channel is is_archived, a restricted one restricted_action.',
        messages,
        'archived and restricted channels say so',
      ],
      ['A message of nothing is no_text.', methods, refused, 'no_text'],
      ['Text beyond 40,000 characters is msg_too_long.', methods, refused, 'msg_too_long'],
      ['Blocks with too much text together are msg_blocks_too_long.', methods, refused, 'msg_blocks_too_long'],
      [
        'A bad block is invalid_blocks, with its place.',
        methods,
        'a bad block is refused with its place, in Slack’s words',
      ],
      ['Blocks that are no JSON are invalid_blocks_format.', methods, refused, 'invalid_blocks_format'],
      ['Metadata without a payload is invalid_metadata_format.', methods, refused, 'invalid_metadata_format'],
      ['Metadata of 20 kB is metadata_too_large.', methods, refused, 'metadata_too_large'],
      [
        'A person’s id opens the direct messages with them.',
        methods,
        'a person’s id opens the direct messages, and the answer names their channel',
      ],
      [
        'Timestamps are unique and rise, also while the clock stands still.',
        methods,
        'timestamps are unique and rise although the clock stands still',
      ],
      ['What is sent twice is there twice.', methods, 'a resend is a second message'],
      ['A video block needs links.embed:write.', messages, 'a video needs links.embed:write, wherever it stands'],
      ['A message takes a hundred attachments.', messages, 'a hundred attachments are taken'],
      ['One more is too_many_attachments.', refusals, 'is refused: %s', 'too_many_attachments'],
    ],
  },
  {
    rule: 12,
    title: 'Changing and deleting; messages for one person',
    rows: [
      [
        'Only the app’s own messages can be changed or deleted.',
        methods,
        'only the app’s own messages can be changed or deleted',
      ],
      [
        'Text without blocks removes the blocks; blocks leave no edited mark; metadata stays until it is cleared.',
        methods,
        'text without blocks removes the blocks; blocks leave no mark; metadata stays until it is cleared',
      ],
      [
        'A change of the metadata alone keeps the rest.',
        messages,
        'of the metadata alone keeps text and blocks; one of nothing is refused',
      ],
      ['A change takes 4,000 characters of text.', messages, 'takes 4,000 characters of text and no more'],
      [
        'A message cannot be moved; one that was deleted is message_not_found.',
        messages,
        'cannot move a message, and what was deleted is not there',
      ],
      [
        'Direct messages go by the channel’s id, not by the person’s.',
        messages,
        'of direct messages needs their own id: a person’s id is no channel then',
      ],
      [
        'In a channel archived since, a message is is_inactive.',
        refusals,
        'a change in a channel that was archived since',
      ],
      [
        'An ephemeral message has one viewer, is in no history and cannot be changed.',
        methods,
        'an ephemeral has one viewer, is in no history and cannot be changed',
      ],
      ['Nor can it be deleted.', messages, 'cannot be deleted by its timestamp'],
      [
        'It is gone when its reader loads Slack anew.',
        messages,
        'is gone when its reader loads Slack anew; those of others stay',
      ],
      [
        'Its reader must be in the channel: user_not_in_channel.',
        methods,
        'an ephemeral has one viewer, is in no history and cannot be changed',
        'user_not_in_channel',
      ],
      ['A permalink leads to the message.', methods, 'a permalink leads to the message'],
    ],
  },
  {
    rule: 13,
    title: 'Threads',
    rows: [
      ['A reply to a missing parent is thread_not_found.', methods, refused, 'thread_not_found'],
      [
        'So is a reply to a reply. Parents count their replies; a broadcast is in the channel too.',
        methods,
        'replies stay out of the channel unless broadcast, and the parent counts them',
      ],
    ],
  },
];
