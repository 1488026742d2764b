import { describe, expect, test } from 'vitest';
import { driftAlert } from '#views/drift-alert.ts';
import { driftList } from '#views/drift-list.ts';
import { driftPage } from '#views/drift-page.ts';
import { drillMissed } from '#views/drill-missed.ts';
import { falseAlarm as falseAlarmForm } from '#views/false-alarm.ts';
import { outline } from '#views/outline.ts';
import { silenceAlertForm } from '#views/silence-alert.ts';
import { unknownCost } from '../support/estimates.ts';
import {
  acknowledged,
  ago,
  alert,
  falseAlarm,
  line,
  monitors,
  moved,
  retraining,
  rollback,
  silence,
} from './drift-states.ts';
import { expectGolden } from './golden.ts';
import { now, press } from './scene.ts';

const cleared = { is: 'cleared', since: ago(30), at: ago(2) } as const;
const run = { run: 'T-3', standing: 'running, step train', url: 'https://kfp.example/runs/3', promotion: null };
const made = { ...run, standing: 'succeeded', promotion: { request: 'R-34', standing: 'waits for Risk' } };
const retracted = { is: 'retracted', since: ago(30), at: ago(2) } as const;

const cards = {
  firing: alert(),
  acknowledged: alert({ decision: acknowledged }),
  retraining: alert({ decision: retraining }),
  'retraining-run': alert({ decision: { ...retraining, standing: 'started', run } }),
  'retraining-rejected': alert({ decision: { ...retraining, standing: 'rejected', over: true } }),
  'retraining-promotion': alert({ decision: { ...retraining, standing: 'done', run: made } }),
  retracted: alert({ phase: retracted, because: 'Values that came late show that it never was past its limit.' }),
  'rolled-back': alert({ phase: cleared, decision: rollback }),
  told: alert({
    to: {
      role: 'Fraud duty',
      people: [
        { name: 'ana', slackId: 'U0ANA' },
        { name: 'mei', slackId: 'U0MEI' },
      ],
    },
  }),
  silenced: alert({ silence }),
  cleared: alert({ phase: cleared, because: 'Nothing was past 0.2 for 6 h.' }),
  'false-alarm': alert({ decision: falseAlarm }),
  'no-data': alert({ phase: { is: 'no_data', since: ago(26) }, moved: [], movedCount: 0 }),
  drill: alert({ drill: true, recent: { promotedAt: null, trainedAt: null, dataTo: null }, costPerDay: null }),
  'low-is-drift': alert({
    moved: [moved('age', [0.4, 0.02, 8.1e-7, null], { signal: 'ks_pvalue', limit: 0.05, comparator: '<' })],
    movedCount: 1,
    featureCount: 1,
    offers: { retrain: null, rollback: null, silence: false, others: ['/mlops promote'] },
    criticality: null,
    owner: null,
    escalation: null,
  }),
};

/** What the message reads like, without its data. */
function read(shown: Parameters<typeof driftAlert>[0]): string {
  return outline(driftAlert(shown).blocks);
}

function buttonsOf(shown: Parameters<typeof driftAlert>[0]): readonly string[] {
  return driftAlert(shown).blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.flatMap((each) => (each.type === 'button' ? [each.text.text] : [])) : [],
  );
}

describe('the message of an alert', () => {
  test.each(Object.entries(cards))('%s reads so', (name, shown) => {
    expectGolden(`drift-${name}`, driftAlert(shown));
  });

  test('of 5,000 features ten are shown and the rest are counted', () => {
    const many = Array.from({ length: 12 }, (_, at) => moved(`f${at}`, [0.1, 0.9 - at / 100]));
    const text = read(alert({ moved: many, movedCount: 5000, featureCount: 5000 }));
    expect(text).toContain('5,000 of 5,000 features past their limit');
    expect(text).toContain('and 4,990 more, on the drift page');
    expect(text.match(/^ {2}f\d/gm)).toHaveLength(10);
  });

  test('it was past its limit as long as the first of its features is', () => {
    const raised = { is: 'firing', since: ago(4) } as const;
    expect(read(alert({ phase: raised }))).toContain(`Past its limit since ${/since (.*)/.exec(read(alert()))?.[1]}`);
  });

  test('a p-value is past its limit when it is low, and the card says so', () => {
    expect(read(cards['low-is-drift'])).toMatch(/age +ks pvalue +not a number +at least 0\.05/);
    expect(read(alert())).toMatch(/transaction_amount +js divergence +0\.41 +at most 0\.3/);
  });

  test('buttons are those that can be pressed now', () => {
    expect(buttonsOf(alert())).toEqual(['Retrain…', 'Roll back…', 'Acknowledge', 'Silence…', 'False alarm…']);
    expect(buttonsOf(alert({ decision: acknowledged }))).toEqual([
      'Retrain…',
      'Roll back…',
      'Silence…',
      'False alarm…',
    ]);
    expect(buttonsOf(cards['low-is-drift'])).toEqual(['Acknowledge', 'False alarm…']);
    expect(buttonsOf(cards.silenced)).toEqual(['Retrain…', 'Roll back…', 'Acknowledge', 'End silence', 'False alarm…']);
    expect(buttonsOf(cards.retracted)).toEqual([]);
    expect(buttonsOf(cards.cleared)).toEqual(['Acknowledge', 'False alarm…']);
    expect(buttonsOf(cards['no-data'])).toEqual(['Acknowledge', 'Silence…']);
    expect(buttonsOf(cards.drill)).toEqual(['Acknowledge']);
    for (const decided of [retraining, rollback, falseAlarm])
      expect(buttonsOf(alert({ decision: decided }))).toEqual([]);
    expect(buttonsOf(cards['retraining-rejected'])).toEqual(buttonsOf(alert()));
    expect(buttonsOf(alert({ decision: retraining, silence }))).toEqual(['End silence']);
  });

  test('of what is not known nothing is said', () => {
    const bare = read(
      alert({
        version: null,
        costPerDay: null,
        recent: { promotedAt: null, trainedAt: null, dataTo: null },
        offers: { retrain: { estimate: null, needs: 'needs nobody else' }, rollback: null, silence: true, others: [] },
      }),
    );
    expect(bare).not.toContain('Lately');
    expect(bare).toContain('what it costs is shown before you ask; needs nobody else');
    expect(bare).toContain('# Drift: fraud-scorer, 2 of 38');
  });

  test('of a cost that is not known it says why', () => {
    const offers = { ...alert().offers, retrain: { estimate: unknownCost, needs: 'needs nobody else' } };
    expect(read(alert({ offers }))).toContain(
      'Retraining: what it costs is not known; needs nobody else\n› No run of this pipeline is known.',
    );
  });

  test('charts keep to the limits of Slack, with a picture for each', () => {
    const signals = ['psi', 'ks_pvalue', 'l_infinity'].flatMap((signal) =>
      Array.from({ length: 8 }, (_, at) => moved(`${signal}_${at}`, [0.1, 0.2, 0.5], { signal })),
    );
    const { blocks, pictures = [] } = driftAlert(alert({ moved: signals, movedCount: 24 }));
    const charts = blocks.filter((block: { type: string }) => block.type === 'data_visualization');
    expect(charts).toHaveLength(2);
    expect(pictures.map(({ altText }) => altText).join(' ')).toContain('psi_0');
  });
});

describe('lists of alerts', () => {
  test('all that is open, undecided ones marked, and the silent monitors', () => {
    const shown = {
      alerts: [line(), line({ alert: 'D-9', decision: acknowledged, silence }), line({ alert: 'D-8', drill: true })],
      offset: 0,
      total: 14,
      undecided: 5,
      silent: monitors.slice(1),
      now,
    };
    expectGolden('drift-list', driftList(shown));
    expectGolden('drift-list-none', driftList({ ...shown, alerts: [], total: 0, undecided: 0, silent: [] }));
  });

  test('the page of a model has its history, its monitors and their precision', () => {
    const page = {
      model: 'fraud-scorer',
      modelKey: 'mlflow/fraud-scorer',
      features: alert().moved,
      featureCount: 38,
      alerts: [
        line(),
        line({ alert: 'D-4', phase: cleared, decision: falseAlarm }),
        line({ alert: 'D-3', phase: cleared }),
      ],
      offset: 0,
      total: 3,
      monitors: monitors.slice(0, 1),
      precision: { right: 1, answered: 2 },
      now,
    };
    expectGolden('drift-page', driftPage(page));
    expectGolden(
      'drift-page-none',
      driftPage({ ...page, features: [], alerts: [], total: 0, monitors: [], precision: { right: 0, answered: 0 } }),
    );
  });
});

describe('a missed drill', () => {
  test('says to whom it matters, what was not posted, how far it came, and what to do', () => {
    const drill = {
      model: 'fraud-scorer',
      rules: [
        { rule: 'input-drift', posted: true },
        { rule: 'score-drift', posted: false },
      ],
      ways: [
        { connection: 'evidently', became: { is: 'read' } },
        { connection: 'alerting', became: { is: 'not_taken' } },
        { connection: 'monitoring', became: { is: 'refused', because: 'No registry is known to have a model x.' } },
        { connection: 'nannyml', became: { is: 'not_read' } },
      ],
      owner: { name: 'ana', slackId: 'U0ANA' },
      startedAt: ago(0.2),
      startedBy: null,
      patienceMs: 600_000,
    } as const;
    expectGolden('drift-drill-missed', drillMissed(drill));
  });
});

describe('forms', () => {
  test('a silence ends within what the playbook allows', () => {
    const asked = { alert: 'D-12', model: 'fraud-scorer', needs: '1 person of Risk', press };
    expectGolden('drift-silence', silenceAlertForm({ ...asked, longestMs: 86_400_000 }));
    const short = JSON.stringify(silenceAlertForm({ ...asked, longestMs: 600_000, needs: null }));
    expect(short).toContain('for 10 min');
    expect(short).not.toContain('for 1 h');
  });

  test('a false alarm needs a reason', () => {
    expectGolden('drift-false-alarm-form', falseAlarmForm({ alert: 'D-12', model: 'fraud-scorer', press }));
  });
});
