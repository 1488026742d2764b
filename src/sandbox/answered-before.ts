import type { PretendSlack } from './slack/server.ts';

/** What Ana of Northwind answers to the questions about `fraud-scorer`, by block id. */
const answers: Readonly<Record<string, string | readonly string[]>> = {
  'assess-stage': 'production',
  'assess-impact': 'some',
  'assess-reuse': 'no',
  'assess-retraining': 'frequent',
  'assess-code': 'rarely',
  'assess-serving': ['online'],
  'assess-modality': ['tables', 'latency'],
  'assess-business': 'Tom Lindqvist; chargebacks in euros a week',
};

/**
 * Lets Ana answer what `fraud-scorer` is used for, as somebody at Northwind did before one looks around; once, since her
 * direct messages then show it. `settled` resolves when the app is done with what was sent to it.
 */
export async function answeredBefore(slack: PretendSlack, settled: () => Promise<void>): Promise<void> {
  const as = 'ana';
  const known = slack.see
    .workspace()
    .channels.filter(({ kind }) => kind === 'direct')
    .some(({ id }) => slack.see.messages(id).some(({ text }) => text.includes('fraud-scorer needs')));
  if (known) return;
  await slack.act.command({ as, channel: '#ml-approvals', command: '/mlops', text: 'assess fraud-scorer' });
  await settled();
  const viewId = slack.see.modal(as)?.viewId;
  if (viewId === undefined) return;
  const values = Object.fromEntries(Object.entries(answers).map(([block, value]) => [block, { answer: value }]));
  await slack.act.submit({ as, viewId, values });
  await settled();
  await slack.act.close({ as, viewId, all: true });
}
