import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { Picture, Rendered } from '#domain/chat.ts';
import { plainText } from './blocks.ts';
import { clean, clip, whole } from './clean.ts';
import type { Encoded } from './intents.ts';
import { outline } from './outline.ts';
import type { Person } from './people.ts';
import { withRoom, withViewRoom } from './room.ts';

/** What is posted or edited. `text` says the same as the blocks, for notifications and screen readers. */
export interface Message extends Rendered {
  readonly blocks: KnownBlock[];
}

/** What is more than one message holds is left out. `people` are those the blocks may mention, so that the text can name them; `pictures` are of the charts in it. */
export function message(
  blocks: readonly KnownBlock[],
  people: readonly Person[] = [],
  pictures: readonly Picture[] = [],
): Message {
  const names = new Map(people.flatMap(({ name, slackId }) => (slackId === null ? [] : [[slackId, clean(name)]])));
  const kept = withRoom(blocks);
  const text = outline(kept, names).replace(/^# /, '');
  const shown = { text: escaped(clip(text, 2000)), blocks: kept };
  return pictures.length === 0 ? shown : { ...shown, pictures };
}

/** Nothing in it is markup: a mention in the text as well as in the blocks would read twice. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A modal whose blocks are of kinds we can outline. */
export type Modal = Omit<ModalView, 'blocks'> & { readonly blocks: KnownBlock[] };

export interface ModalFrame {
  /** At most 24 characters are shown. */
  readonly title: string;
  readonly submit?: string;
  readonly close: string;
  /** What a submission means; it comes back as `callback_id` and `private_metadata`. */
  readonly intent?: Encoded;
}

/** Throws a RangeError if the intent carries more than Slack keeps. */
export function modal(frame: ModalFrame, blocks: readonly KnownBlock[]): Modal {
  const { title, submit, close, intent } = frame;
  return {
    type: 'modal',
    title: plainText(title, 24),
    close: plainText(close, 24),
    ...(submit === undefined ? {} : { submit: plainText(submit, 24) }),
    ...(intent === undefined ? {} : { callback_id: intent.action_id, private_metadata: whole(intent.value, 3000) }),
    blocks: withViewRoom(blocks),
  };
}

export type Home = Omit<HomeView, 'blocks'> & { readonly blocks: KnownBlock[] };

export function home(blocks: readonly KnownBlock[]): Home {
  return { type: 'home', blocks: withViewRoom(blocks) };
}
