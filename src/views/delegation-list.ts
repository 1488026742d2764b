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

export function delegationList(list: DelegationList): Message {
  const { given, held } = list;
  const how = md`${code('/mlops delegate @lea until friday because on leave')} lets somebody act for you; ${code('/mlops delegate end')} ends it`;
  if (given.length + held.length === 0) {
    return message([...sections([md`Nobody acts for you, and you act for nobody.`]), context(how)]);
  }
  return message([header('Who acts for whom'), ...delegationLines(list), context(how)]);
}

/** One line each, with what ends it. */
function delegationLines({ given, held }: DelegationList): KnownBlock[] {
  return [...lines(given, 'principal'), ...lines(held, 'delegate')];
}

function lines(all: readonly ShownDelegation[], reader: DelegationReader): KnownBlock[] {
  const shown = all
    .slice(0, most)
    .map((one) =>
      section(delegationLine(one, reader), one.press === null ? undefined : endButton(one, one.press), 600),
    );
  return all.length > most ? [...shown, context(md`and ${all.length - most} more`)] : shown;
}
