import type { KnownBlock } from '@slack/types';
import { context, header, section, sections } from './blocks.ts';
import { delegationLine, endButton } from './delegation-note.ts';
import type { DelegationReader, ShownDelegation } from './delegation-state.ts';
import { type Message, message } from './frames.ts';
import { code, md } from './mrkdwn.ts';

/** Who acts for the reader, and for whom they act; now or later. */
export interface DelegationList {
  readonly given: readonly ShownDelegation[];
  readonly held: readonly ShownDelegation[];
}

const most = 10;

export const nobodyActs = md`Nobody acts for you, and you act for nobody.`;

export function delegationList(list: DelegationList): Message {
  const { given, held } = list;
  const how = md`${code('/mlops delegate @lea until friday because on leave')} lets somebody act for you; ${code('/mlops delegate end')} ends it`;
  if (given.length + held.length === 0) {
    return message([...sections([nobodyActs]), context(how)]);
  }
  return message([header('Who acts for whom'), ...delegationLines(list), context(how)]);
}

/** One line each, with what ends it; at most `max` given and as many held. */
export function delegationLines({ given, held }: DelegationList, max = most): KnownBlock[] {
  return [...lines(given, 'principal', max), ...lines(held, 'delegate', max)];
}

function lines(all: readonly ShownDelegation[], reader: DelegationReader, max: number): KnownBlock[] {
  const shown = all
    .slice(0, max)
    .map((one) =>
      section(delegationLine(one, reader), one.press === null ? undefined : endButton(one, one.press), 600),
    );
  return all.length > max
    ? [...shown, context(md`and ${all.length - max} more: ${code('/mlops delegate list')}`)]
    : shown;
}
