import { confirmationOf } from '#operations/confirm-decision.ts';
import { readDemandOf } from '#operations/criteria/criterion-form.ts';
import { type ConfirmedDecision, decide } from '#operations/decide.ts';
import { requestOfPress } from '#operations/load-request.ts';
import { detailsOf } from '#operations/request-details.ts';
import { retryRequest } from '#operations/retry-request.ts';
import { withdrawRequest } from '#operations/withdraw-request.ts';
import { confirmDecision } from '#views/confirm-decision.ts';
import { criterionFilled } from '#views/criterion-fields.ts';
import type { Handlers } from '#views/intents.ts';
import { notice } from '#views/notice.ts';
import { refusal } from '#views/refusal.ts';
import { requestDetails } from '#views/request-details.ts';
import { confirmDecisionFor } from '../confirm-decision-for.ts';
import type { Scene } from '../scene.ts';

/** The buttons of a request's card, and the modal that confirms a decision. */
export const requestHandlers = {
  approve: ({ press }, scene) => confirm(scene, press, 'approve'),
  reject: ({ press }, scene) => confirm(scene, press, 'reject'),
  block: ({ press }, scene) => confirm(scene, press, 'block'),
  lift: ({ press }, scene) => confirm(scene, press, 'lift'),
  'take-back': ({ press }, scene) => confirm(scene, press, 'withdraw'),
  hold: ({ press }, scene) => pressed(scene, press, 'hold'),
  release: ({ press }, scene) => pressed(scene, press, 'release'),
  details: ({ press }, scene) => details(scene, press),
  'open-request': ({ press }, scene) => details(scene, press),
  retry: async ({ press }, scene) => {
    const { row } = await requestOfPress(scene.bot.setting, press, scene.signed.slackUser);
    await retryRequest(scene.bot.setting, { ...scene.signed, requestId: row.id });
    await scene.tell(refusal({ sentence: `R-${row.number} is open again; its card shows what happens.`, links: [] }));
  },
  withdraw: async ({ press }, scene) => {
    const { row } = await requestOfPress(scene.bot.setting, press, scene.signed.slackUser);
    await withdrawRequest(scene.bot.setting, { ...scene.signed, requestId: row.id });
    const done = `R-${row.number} is withdrawn. ${unmoved[row.action] ?? 'Nothing was changed in the registry'}.`;
    await scene.modal?.replace(notice({ title: `Request ${row.code}`, lines: [done] }));
  },
  'decide-submit': async ({ press, decision, principal }, scene) => {
    const { setting } = scene.bot;
    const { row, seen } = await requestOfPress(setting, press, scene.signed.slackUser);
    const act = { ...scene.signed, requestId: row.id, decision, seen };
    const reason = scene.modal?.values.get('reason') ?? '';
    const criterion = criterionFilled(scene.modal?.values ?? new Map());
    const read = await readDemandOf(setting, scene.signed.slackUser, criterion);
    if ('mistakes' in read) {
      const again = { reason, criterion, mistakes: read.mistakes };
      await scene.modal?.replace(confirmDecision(await confirmationOf(setting, act, again)));
      return;
    }
    const pressId = scene.modal?.pressId ?? '';
    const changed = await decide(setting, {
      ...act,
      reason,
      pressId,
      actingFor: principal ?? null,
      demand: read.demand,
    });
    const verb = recorded[decision];
    await scene.modal?.replace(
      notice({
        title: `Request ${row.code}`,
        lines: [`${verb} of R-${row.number} is recorded. ${stateText(changed.state)}`],
      }),
    );
  },
} satisfies Partial<Handlers<Scene>>;

const recorded = {
  approve: 'Your approval',
  reject: 'Your rejection',
  block: 'Your block',
  lift: 'Lifting the block',
  withdraw: 'Taking back your approval',
} as const satisfies Record<ConfirmedDecision, string>;

/** What a withdrawn request left as it was, where that is no alias. */
const unmoved: Readonly<Record<string, string>> = {
  change_playbook: 'The playbooks in force stay',
  retrain: 'Nothing was started',
  silence: 'The alert goes on posting',
  stop: 'It stays on',
};

function stateText(state: string): string {
  switch (state) {
    case 'open':
      return 'The card shows who is still needed.';
    case 'approved':
    case 'overridden':
      return 'Nothing more is needed: the card shows when it is carried out.';
    case 'rejected':
      return 'The request has ended and the requester is told.';
    case 'executing':
    case 'verified':
      return 'The line in the thread of its card says which request asks for the way back.';
    default:
      return 'The card shows how it stands.';
  }
}

async function confirm(scene: Scene, press: string, decision: ConfirmedDecision): Promise<void> {
  const { row, seen } = await requestOfPress(scene.bot.setting, press, scene.signed.slackUser);
  await confirmDecisionFor(scene, row, decision, seen);
}

async function pressed(scene: Scene, press: string, decision: 'hold' | 'release'): Promise<void> {
  const { setting } = scene.bot;
  const { row, seen } = await requestOfPress(setting, press, scene.signed.slackUser);
  const pressId = `${decision}:${scene.signed.triggerId}`;
  await decide(setting, { ...scene.signed, requestId: row.id, decision, seen, reason: '', pressId, actingFor: null });
  const text =
    decision === 'hold'
      ? 'is on hold: it can be approved, but is not carried out until released'
      : 'is no longer on hold';
  await scene.tell(refusal({ sentence: `R-${row.number} ${text}.`, links: [] }));
}

async function details(scene: Scene, press: string): Promise<void> {
  const { setting } = scene.bot;
  const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
  await scene.show({ title: `Request ${row.code}`, what: `R-${row.number}` }, async () =>
    requestDetails(await detailsOf(setting, row, scene.signed.slackUser)),
  );
}
