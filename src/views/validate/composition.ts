import {
  all,
  boolean,
  byType,
  defines,
  is,
  isRow,
  list,
  matching,
  object,
  refuse,
  type Shape,
  shownString,
  string,
  url,
} from './shape.ts';

const id = string(255, 1);

/** A `plain_text` object. */
export function plain(max: number): Shape {
  return object({ type: is('plain_text'), text: shownString(max, 1) }, { emoji: boolean });
}

function mrkdwn(max: number): Shape {
  return object({ type: is('mrkdwn'), text: shownString(max, 1) }, { verbatim: boolean });
}

/** A `plain_text` or `mrkdwn` object. */
export function text(max: number): Shape {
  return byType({ plain_text: plain(max), mrkdwn: mrkdwn(max) });
}

/** Any action_id, once in its block. */
export const actionId: Shape = (value, pointer, walk) => {
  id(value, pointer, walk);
  if (typeof value !== 'string') return;
  if (walk.actionIds.has(value))
    refuse(walk, pointer, 'duplicate_action_id', `\`action_id\` "${value}" already exists in this block`);
  walk.actionIds.add(value);
};

export const blockId: Shape = (value, pointer, walk) => {
  id(value, pointer, walk);
  if (typeof value !== 'string') return;
  if (walk.blockIds.has(value)) refuse(walk, pointer, 'duplicate_block_id', `\`block_id\` "${value}" already exists`);
  walk.blockIds.add(value);
};

export const confirm = object(
  { title: plain(100), text: text(300), confirm: plain(30), deny: plain(30) },
  { style: is('primary', 'danger') },
);

const optionValue = string(75);

/** Options of selects and of overflow menus are plain; those of radio buttons and checkboxes may be mrkdwn. */
export const plainOption = object({ text: plain(75), value: optionValue }, { description: plain(75) });
export const richOption = object({ text: text(75), value: optionValue }, { description: text(75) });
export const overflowOption = object({ text: plain(75), value: optionValue }, { description: plain(75), url: url() });

export const optionGroup = object({ label: plain(75), options: list(plainOption, 100) });

export const conversationFilter = all(
  object(
    {},
    {
      include: list(is('im', 'mpim', 'private', 'public'), 4),
      exclude_external_shared_channels: boolean,
      exclude_bot_users: boolean,
    },
  ),
  defines('any', 'include', 'exclude_external_shared_channels', 'exclude_bot_users'),
);

export const dispatchConfig = object(
  {},
  { trigger_actions_on: list(is('on_enter_pressed', 'on_character_entered'), 2) },
);

const slackFile = all(
  object({}, { id: matching(/^F[A-Z0-9]+$/, 'a file id'), url: url() }),
  defines('one', 'id', 'url'),
);

/** Properties of an image, as element or block; one of the two sources is required. */
export const imageSource = { image_url: url(), slack_file: slackFile };

/** An `image_url` whose last segment names a format must name one that Slack shows. */
export const pictureName: Shape = (value, pointer, walk) => {
  const address = isRow(value) ? value['image_url'] : undefined;
  const path = typeof address === 'string' ? (URL.parse(address)?.pathname ?? '') : '';
  const extension = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
  if (extension !== undefined && !['png', 'jpg', 'jpeg', 'gif'].includes(extension)) {
    refuse(walk, `${pointer}/image_url`, 'invalid_image_type', 'must be a png, jpg, jpeg or gif image');
  }
};
