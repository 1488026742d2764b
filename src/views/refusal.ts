import { sections } from './blocks.ts';
import { type Message, message } from './frames.ts';
import { join, link, md, sentence } from './mrkdwn.ts';
import type { Link } from './request-facts.ts';

export interface RefusalState {
  /** Why not, and what the person can do next. */
  readonly sentence: string;
  /** Where to do it, as the new card. */
  readonly links: readonly Link[];
}

/** A no that the rules give, to the one who asked. */
export function refusal({ sentence: said, links }: RefusalState): Message {
  const where = links.slice(0, 3).map(({ label: text, url }) => link(url, text));
  return message(sections([md`${sentence(said, 800)}${where.length === 0 ? '' : md` › ${join(where, ' · ')}`}`], 2000));
}
