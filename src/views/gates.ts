import type { Instant } from '#domain/instant.ts';
import { label } from './clean.ts';
import { dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import type { Gate } from './request-facts.ts';
import { listed } from './wording.ts';

/** What an approved request waits for and when that ends; `act` is what begins then. */
export function gateSentence({ kind, name, until, because }: Gate, act = 'promotion'): Mrkdwn {
  const end = until === null ? null : dateToken(until);
  const Act = act.charAt(0).toUpperCase() + act.slice(1);
  switch (kind) {
    case 'freeze':
      return end === null
        ? md`Freeze “${label(name, 60)}”.`
        : md`Freeze “${label(name, 60)}” until ${end}; ${act} starts then.`;
    case 'wait':
      if (name === 'playbooks') return md`${label(because, 200)}.`;
      return end === null
        ? md`The playbook asks to wait.`
        : md`The playbook asks to wait until ${end}; ${act} starts then.`;
    case 'hold':
      return md`On hold: ${label(because, 160)}. ${Act} starts when the hold is released.`;
    case 'lock':
      return md`Another change of this alias is under way; this one follows it.`;
  }
}

/** Who holds what people still decide, for the small print; nothing where nobody does. */
export function onHold(heldBy: readonly string[], waits: string): Mrkdwn[] {
  if (heldBy.length === 0) return [];
  const names = listed(
    heldBy.map((name) => label(name, 40)),
    3,
  );
  return [md`on hold by ${names}: approvals count, ${waits} waits`];
}

/** The next gate on a card that is still open, as `freeze “Weekend” starts Fri 17:00`. */
export interface NextGate {
  readonly name: string;
  readonly from: Instant;
}

export function nextGateText({ name, from }: NextGate): Mrkdwn {
  return md`freeze “${label(name, 60)}” starts ${dateToken(from)}`;
}
