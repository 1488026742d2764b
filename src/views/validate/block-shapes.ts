import { size } from '../clean.ts';
import { blockId, imageSource, pictureName, plain, text } from './composition.ts';
import { dataShapes } from './data-shapes.ts';
import { accessory, actionElement, button, contextAction, image } from './elements.ts';
import { inputElement } from './inputs.ts';
import { richText } from './rich-text.ts';
import {
  all,
  boolean,
  byType,
  defines,
  type Fields,
  is,
  isRow,
  list,
  object,
  refuse,
  type Shape,
  type Surface,
  shownString,
  string,
  url,
} from './shape.ts';

function block(type: string, required: Fields, optional: Fields = {}, ...also: readonly Shape[]): Shape {
  return all(object({ type: is(type), ...required }, { block_id: blockId, ...optional }), ...also);
}

const contextShapes: Fields = { image, plain_text: text(3000), mrkdwn: text(3000) };

const markdownTotal: Shape = (value, pointer, walk) => {
  if (!isRow(value) || typeof value['text'] !== 'string') return;
  walk.markdownCharacters += size(value['text']);
  if (walk.markdownCharacters > 12_000) {
    refuse(walk, `${pointer}/text`, 'too_long', 'all markdown blocks must be less than 12001 characters together');
  }
};

const task = {
  task_id: string(255, 1),
  title: shownString(3000, 1),
  status: is('pending', 'in_progress', 'complete', 'error'),
};
const taskCard = block('task_card', task, {
  details: richText,
  output: richText,
  sources: list(object({ type: is('url'), url: url(), text: shownString(3000, 1) }), 100),
});

const cardShapes: Fields = {
  card: block(
    'card',
    {},
    {
      hero_image: image,
      icon: image,
      title: text(150),
      subtitle: text(150),
      body: text(200),
      subtext: text(200),
      actions: list(button, 2),
    },
    defines('any', 'hero_image', 'title', 'actions', 'body'),
  ),
};

const shapes: Fields = {
  ...dataShapes,
  ...cardShapes,
  actions: block('actions', { elements: list(actionElement, 25) }),
  alert: block('alert', { text: text(200) }, { level: is('default', 'info', 'warning', 'error', 'success') }),
  carousel: block('carousel', {
    elements: list(ownActionIds(byType(cardShapes)), 10),
  }),
  container: block(
    'container',
    {
      child_blocks: list(ownActionIds(byType(() => contained)), 10),
    },
    {
      title: plain(150),
      rich_text_title: richText,
      subtitle: text(150),
      icon: image,
      width: is('narrow', 'standard', 'wide', 'full'),
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
    defines('one', 'title', 'rich_text_title'),
  ),
  context: block('context', {
    elements: list(byType(contextShapes), 10),
  }),
  context_actions: block('context_actions', { elements: list(contextAction, 5) }),
  divider: block('divider', {}),
  header: block('header', { text: plain(150) }),
  image: block(
    'image',
    { alt_text: shownString(2000, 1) },
    { title: plain(2000), ...imageSource },
    defines('one', 'image_url', 'slack_file'),
    pictureName,
  ),
  input: block(
    'input',
    { label: plain(2000), element: inputElement },
    { hint: plain(2000), optional: boolean, dispatch_action: boolean },
  ),
  markdown: block('markdown', { text: shownString(12_000, 1) }, {}, markdownTotal),
  plan: block('plan', { title: shownString(3000, 1) }, { tasks: list(taskCard, 50, 0) }),
  rich_text: richText,
  section: block(
    'section',
    {},
    { text: text(3000), fields: list(text(2000), 10), accessory, expand: boolean },
    defines('any', 'text', 'fields'),
  ),
  task_card: taskCard,
  video: block(
    'video',
    { video_url: url(), thumbnail_url: url(), alt_text: shownString(2000, 1), title: plain(199) },
    {
      title_url: url(),
      author_name: shownString(49),
      provider_name: shownString(50),
      provider_icon_url: url(),
      description: plain(200),
    },
  ),
};

function only(names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(shapes).filter(([name]) => names.includes(name)));
}

const contained = only([
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
]);

const everywhere = [
  'actions',
  'card',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
];
const tables = ['carousel', 'data_table', 'table'];
const inMessages = ['container', 'context_actions', 'data_visualization', 'markdown', 'plan', 'task_card'];

const surfaces: Readonly<Record<Surface, { readonly maxBlocks: number; readonly block: Shape }>> = {
  message: surface(50, [...everywhere, ...tables, ...inMessages]),
  modal: surface(100, [...everywhere, 'alert']),
  home: surface(100, [...everywhere, ...tables]),
};

function surface(maxBlocks: number, names: readonly string[]): { maxBlocks: number; block: Shape } {
  const allowed = only(names);
  return { maxBlocks, block: ownActionIds(byType(allowed)) };
}

/** An action_id is unique in its block. */
function ownActionIds(block: Shape): Shape {
  return (value, pointer, walk) => {
    walk.actionIds = new Set();
    block(value, pointer, walk);
  };
}

/** The blocks of a payload, as the walk's surface allows them. */
export const blocks: Shape = (value, pointer, walk) => {
  const { maxBlocks, block } = surfaces[walk.surface];
  list(block, maxBlocks, 0)(value, pointer, walk);
};
