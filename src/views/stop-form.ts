import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { type IdleCard, price, short } from './idle-card.ts';
import { encodeIntent } from './intents.ts';
import { bold, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { dayText, listed } from './wording.ts';

/**
 * What happens if somebody asks for it to be stopped: the playbook that governs it, and who has to agree, null for nobody;
 * or why Countersign must not stop it, null where it cannot.
 */
export type StopPlan =
  | { readonly playbook: string; readonly needs: string | null }
  | { readonly because: string | null };

/** Says what pressing does before anybody is asked; without a playbook its owners have to stop it themselves. */
export function confirmStop(state: IdleCard, plan: StopPlan): Modal {
  const { owners, press } = state;
  const who = owners.length === 0 ? 'whoever may' : listed(owners.map(({ name }) => label(name, 40)));
  const effect =
    state.kind === 'endpoint'
      ? 'What it has loaded is taken away from it; the versions stay in their registry.'
      : 'Its machine is stopped; its disks stay, and it can be started again.';
  const how =
    'because' in plan
      ? leftToOwners(plan.because, who)
      : md`${plan.needs === null ? 'Nobody else has to agree' : `Who has to agree: ${label(plan.needs, 200)}`} (playbook “${label(plan.playbook, 80)}”). Just before, its use in the last day is looked at once more. ${effect}`;
  return modal(
    {
      title: 'Stop it?',
      submit: 'Ask to stop it',
      close: 'Cancel',
      intent: encodeIntent('idle-stop-submit', { press }),
    },
    sections(
      [
        md`${bold(short(state))}${price(state)}, unused since ${dayText(state.since)}.`,
        how,
        md`That you asked for it is recorded.`,
      ],
      700,
    ),
  );
}

function leftToOwners(because: string | null, who: string): Mrkdwn {
  const why =
    because === null
      ? md`Countersign cannot stop it: it is connected to nothing that can, or no playbook says who has to agree.`
      : md`Countersign does not stop it. ${sentence(because, 400)}`;
  const ask = because === null ? md`to do it, with the command,` : md`to see to it`;
  return md`${why} It asks ${who} ${ask} and looks at the usage of the days after. Until then it is on and costs what it costs.`;
}
