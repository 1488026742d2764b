import type { RegistryView, WorkspaceView } from '../../src/sandbox/control.ts';

export const APP = 'UAPP';
export const CHANNEL = 'C0APPROVE1';
export const TEN = Date.UTC(2026, 10, 24, 10);

const person = (
  id: string,
  name: string,
  realName: string,
  title: string,
  kind: WorkspaceView['people'][number]['kind'] = 'member',
  timeZone = 'Europe/Amsterdam',
) => ({ id, name, realName, title, kind, timeZone });

/** A small workspace for looking at the page: two channels, a direct message, five people. */
export function fakeWorkspace(): WorkspaceView {
  const staff = ['U0ANA', 'U0MEI', 'U0TOM', 'U0GUS', APP];
  return {
    team: { id: 'T1', name: 'Northwind', domain: 'northwind' },
    app: {
      id: 'A1',
      name: 'Countersign',
      botUserId: APP,
      commands: [
        {
          command: '/mlops',
          description: 'Approvals, drift, cost and maturity',
          usageHint: 'help | status | promote <model> <version> <alias> | cost [label] | drift [model]',
        },
        { command: '/remind', description: 'Set a reminder', usageHint: '' },
      ],
    },
    tour: [
      {
        title: 'Asking',
        steps: [
          {
            title: 'Ask for help',
            text: 'Type `/mlops help`.',
            as: 'ana',
            channel: 'ml-approvals',
            act: { kind: 'command', command: '/mlops', text: 'help' },
            shows: 'Said by the app',
          },
          {
            title: 'Look at an alert',
            text: 'Mei reads what drifted.',
            as: 'mei',
            channel: 'ml-alerts',
            act: { kind: 'clock', advanceMs: 3_600_000, atMost: 1 },
            shows: 'Drift',
          },
        ],
      },
      {
        title: 'Deciding',
        steps: [
          {
            title: 'Press what is not there',
            text: 'Nobody can.',
            as: 'mei',
            channel: 'ml-approvals',
            act: { kind: 'press', message: 'No such card', button: 'Approve…', fill: 'Yes.' },
            shows: 'Never',
          },
          {
            title: 'Press what is on its way',
            text: 'It comes.',
            as: 'mei',
            channel: 'ml-approvals',
            act: { kind: 'press', message: 'A late card', button: 'Look', fill: '', comesWithinMs: 20_000 },
            shows: 'Never',
          },
        ],
      },
    ],
    people: [
      person('U0ANA', 'ana', 'Ana Kovač', 'ML engineer, Fraud'),
      person('U0MEI', 'mei', 'Mei Tanaka', 'Model risk manager', 'member', 'America/New_York'),
      person('U0TOM', 'tom', 'Tom Lindqvist', 'Product manager, Payments'),
      person('U0GUS', 'gus', 'Gus Meyer', 'Contractor', 'guest'),
      person('U0DAN', 'dan', 'Dan Vermeer', 'Former ML lead', 'deactivated'),
      person('U0BOT', 'pagebell', 'Pagebell', '', 'bot'),
    ],
    channels: [
      {
        id: CHANNEL,
        name: 'ml-approvals',
        kind: 'public',
        topic: 'Which model goes to production, and who said yes',
        members: staff,
      },
      {
        id: 'C0ALERTS01',
        name: 'ml-alerts',
        kind: 'public',
        topic: 'Drift and changes made outside Countersign',
        members: staff,
      },
      { id: 'C0BLOCKS01', name: 'every-block', kind: 'public', topic: 'One of each', members: staff },
      { id: 'C0RISK0001', name: 'model-risk', kind: 'private', topic: 'Among ourselves', members: ['U0MEI'] },
      { id: 'D0ANAAPP', name: 'd', kind: 'direct', topic: '', members: ['U0ANA', APP] },
    ],
    now: new Date(TEN + 30 * 60_000).toISOString(),
    faults: {
      'slack.down': { title: 'Slack is down: every call is cut off', on: false, ms: null },
      'mlflow.slow': { title: 'MLflow is slow: every call waits first', on: false, ms: 2500 },
    },
  };
}

export function fakeRegistry(): RegistryView {
  const version = (v: string, auc: number, p99: number | null) => ({
    version: v,
    createdAt: new Date(TEN - Number(v) * 86_400_000).toISOString(),
    tags: { team: 'fraud' },
    metrics: { auc, 'p99 latency ms': p99 },
  });
  return {
    models: [
      {
        name: 'fraud-scorer',
        description: 'Scores card payments for fraud',
        aliases: { production: '5', champion: '5' },
        versions: [version('5', 0.904, 71), version('6', 0.889, null), version('7', 0.912, 94)],
      },
      {
        name: 'churn',
        description: 'Who is about to leave',
        aliases: { production: '3' },
        versions: [version('3', 0.81, 40)],
      },
    ],
  };
}
