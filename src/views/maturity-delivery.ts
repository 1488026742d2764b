import type { KnownBlock } from '@slack/types';
import { section } from './blocks.ts';
import { numberButton } from './maturity-number-button.ts';
import type { MaturityPage } from './maturity-state.ts';
import { hoursText, plain, shareText } from './maturity-words.ts';
import { bold, type Mrkdwn, md } from './mrkdwn.ts';
import { counted } from './wording.ts';

/** The five delivery metrics, each with what is behind it. None has a goal: two changes a year can be healthy. */
export function deliverySections(state: MaturityPage): readonly KnownBlock[] {
  const { delivery } = state;
  if (delivery === null) return [section(md`${bold('Delivery')}: not known, no promotions are recorded.`)];
  const { frequency, dataLead, codeLeadHours, changeFailRate, closedChanges, recoveryHours, reworkRate } = delivery;
  const total = frequency.data + frequency.code + frequency.config;
  const kinds = [
    ['new data', frequency.data],
    ['code', frequency.code],
    ['settings', frequency.config],
  ] as const;
  const parts = kinds.filter(([, count]) => count > 0).map(([kind, count]) => `${plain(count)} of ${kind}`);
  const split = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  const lines: readonly (readonly [id: string, name: string, said: Mrkdwn])[] = [
    ['D1', 'Deployments', md`${plain(total)} in 30 days${split}`],
    ['D2', 'Lead time', leadText(dataLead, codeLeadHours)],
    [
      'D3',
      'Change fail rate',
      changeFailRate === null
        ? md`not known, no change is old enough to tell`
        : md`${shareText(changeFailRate)} of ${counted(closedChanges, 'change')}`,
    ],
    ['D4', 'Recovery', recoveryHours === null ? md`nothing had to be recovered` : md`${hoursText(recoveryHours)}`],
    [
      'D5',
      'Rework',
      reworkRate === null ? md`not known, nothing was deployed` : md`${shareText(reworkRate)} of deployments`,
    ],
  ];
  return [
    section(bold('Delivery')),
    ...lines.map(([id, name, said]) =>
      section(md`${bold(name)}: ${said}`, numberButton(state, id, 'How?', `How ${name} is reckoned`), 300),
    ),
  ];
}

type Lead = NonNullable<MaturityPage['delivery']>['dataLead'];

function leadText(data: Lead, codeHours: number | null): Mrkdwn {
  const code = codeHours === null ? '' : `; ${hoursText(codeHours)} from merged code`;
  if (data === null)
    return codeHours === null
      ? md`not known, no run tells when its data ended`
      : md`${hoursText(codeHours)} from merged code`;
  const { totalHours, triggerHours, trainHours, approvalHours, rolloutHours } = data;
  const parts = `waiting for a run ${hoursText(triggerHours)}, training ${hoursText(trainHours)}, our approval ${hoursText(approvalHours)}, going live ${hoursText(rolloutHours)}`;
  return md`${hoursText(totalHours)} from data to traffic: ${parts}${code}`;
}
