import { size } from './clean.ts';
import { maxMessageCharacters } from './room.ts';
import { blocks } from './validate/block-shapes.ts';
import { plain } from './validate/composition.ts';
import {
  all,
  boolean,
  byType,
  is,
  isRow,
  newWalk,
  object,
  refuse,
  type Shape,
  string,
  type ViewProblem,
} from './validate/shape.ts';

export type { ViewProblem } from './validate/shape.ts';

const maxTextCharacters = 40_000;
const maxViewBytes = 250 * 1024;

/**
 * What Slack would refuse in a message, as pointers from the message's own properties (`/blocks/0/text`). Strictest
 * reading where Slack's documents disagree; no problem means that Slack takes it.
 */
export function validateMessage(message: { text?: string | undefined; blocks?: unknown }): readonly ViewProblem[] {
  const walk = newWalk('message');
  const { text, blocks: shown } = message;
  if (text !== undefined && size(text) > maxTextCharacters) {
    refuse(walk, '/text', 'msg_too_long', `must be less than ${maxTextCharacters + 1} characters`);
  }
  if (shown !== undefined && !Array.isArray(shown)) {
    refuse(walk, '/blocks', 'invalid_blocks_format', 'must provide an array');
    return walk.problems;
  }
  if ((shown ?? []).length === 0 && (text ?? '').trim() === '')
    refuse(walk, '/text', 'no_text', 'must provide text or blocks');
  if (shown !== undefined) blocks(shown, '/blocks', walk);
  if (walk.characters > maxMessageCharacters) {
    refuse(walk, '/blocks', 'msg_blocks_too_long', `all text must be less than ${maxMessageCharacters + 1} characters`);
  }
  return walk.problems;
}

const common = { private_metadata: string(3000), callback_id: string(255), external_id: string(255) };

const inputNeedsSubmit: Shape = (value, pointer, walk) => {
  if (!isRow(value) || value['submit'] !== undefined || !Array.isArray(value['blocks'])) return;
  const index = value['blocks'].findIndex((block) => isRow(block) && block['type'] === 'input');
  if (index >= 0) {
    refuse(walk, `${pointer}/blocks/${index}/input`, 'missing_submit', 'must define `submit` to use `input` block');
  }
};

const anyView = byType({
  modal: all(
    object(
      { type: is('modal'), title: plain(24), blocks },
      { ...common, submit: plain(24), close: plain(24), clear_on_close: boolean, notify_on_close: boolean },
    ),
    inputNeedsSubmit,
  ),
  home: object({ type: is('home'), blocks }, common),
});

/** What Slack would refuse in a modal or a Home tab, told apart by `type`, as pointers from `/view`. */
export function validateView(view: unknown): readonly ViewProblem[] {
  const walk = newWalk(isRow(view) && view['type'] === 'home' ? 'home' : 'modal');
  anyView(view, '/view', walk);
  if (isRow(view) && Buffer.byteLength(JSON.stringify(view)) > maxViewBytes) {
    refuse(walk, '/view', 'view_too_large', `must be less than ${maxViewBytes + 1} bytes of JSON`);
  }
  return walk.problems;
}
