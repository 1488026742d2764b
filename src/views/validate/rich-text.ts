import { blockId } from './composition.ts';
import {
  boolean,
  byType,
  type Fields,
  integer,
  is,
  list,
  matching,
  object,
  type Shape,
  shownString,
  string,
  url,
} from './shape.ts';

const style = object(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
);
const border = integer(0, 1);

const inlineShapes: Fields = {
  text: object({ type: is('text'), text: shownString(3000, 1) }, { style }),
  link: object({ type: is('link'), url: url() }, { text: shownString(3000), style, unsafe: boolean }),
  user: object({ type: is('user'), user_id: matching(/^[UW][A-Z0-9]+$/, 'a user id') }, { style }),
  usergroup: object({ type: is('usergroup'), usergroup_id: string(255, 1) }, { style }),
  channel: object({ type: is('channel'), channel_id: string(255, 1) }, { style }),
  team: object({ type: is('team'), team_id: string(255, 1) }, { style }),
  emoji: object({ type: is('emoji'), name: string(255, 1) }, { unicode: string(255), url: url(), style }),
  date: object(
    { type: is('date'), timestamp: integer(0, 9_999_999_999), format: string(255, 1) },
    { url: url(), fallback: shownString(3000), style },
  ),
  broadcast: object({ type: is('broadcast'), range: is('here', 'channel', 'everyone') }, { style }),
  color: object({ type: is('color'), value: string(7, 1) }, { style }),
};

const inline = byType(inlineShapes);
const inlines = list(inline, 1000, 0);
const section = object({ type: is('rich_text_section'), elements: inlines });

const parts: Fields = {
  rich_text_section: section,
  rich_text_list: object(
    { type: is('rich_text_list'), style: is('bullet', 'ordered'), elements: list(section, 1000, 0) },
    { indent: integer(0, 8), offset: integer(0, 10_000), border },
  ),
  rich_text_quote: object({ type: is('rich_text_quote'), elements: inlines }, { border }),
  rich_text_preformatted: object(
    { type: is('rich_text_preformatted'), elements: inlines },
    { border, language: string(255) },
  ),
};

/** A `rich_text` block, alone or as a table cell. */
export const richText: Shape = object(
  {
    type: is('rich_text'),
    elements: list(byType(parts), 1000),
  },
  { block_id: blockId },
);
