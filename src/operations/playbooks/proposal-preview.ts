import type { Digest } from '#domain/digest.ts';
import type { ProposePlaybooks } from '#views/propose-playbooks.ts';
import { actorOf, listedActor } from '../actor.ts';
import { inNames } from '../in-names.ts';
import { readNames } from '../names.ts';
import { needsOf } from '../present-request.ts';
import type { Setting } from '../setting.ts';
import { shownChange } from './present-change.ts';
import { draftChange } from './propose-playbooks.ts';

/** What a person is shown before they propose a change. Throws a Refusal if they cannot, or there is none. */
export async function proposalPreview(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly digest: Digest },
): Promise<ProposePlaybooks> {
  const requester = listedActor(setting, await actorOf(setting, act));
  const draft = await draftChange(setting, { requester, reason: '', digest: act.digest });
  const { verdict } = draft.judged;
  const names = await readNames(setting, setting.db);
  const { number } = setting.playbooks();
  return {
    digest: draft.digest,
    change: shownChange(draft.changes, {
      from: String(number),
      to: String(number + 1),
      newlyApproved: draft.newlyApproved,
    }),
    needs: needsOf(verdict, names),
    blocked: verdict.status === 'blocked' ? inNames(names, verdict)(verdict) : null,
  };
}
