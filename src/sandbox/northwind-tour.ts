import type { TourChapter, TourStep } from './tour.ts';

const dayMs = 86_400_000;
const approvals = 'ml-approvals';

/** What the demo walks a newcomer through: one of each thing that people use Countersign for. */
export const northwindTour: readonly TourChapter[] = [
  {
    title: 'Promotion',
    steps: [
      {
        title: 'Ask',
        text: 'Ana trained a better fraud-scorer. She types `/mlops promote` with the version and why.',
        as: 'ana',
        channel: approvals,
        act: {
          kind: 'command',
          command: '/mlops',
          text: 'promote fraud-scorer 7 to production because better recall on EU cards after the October data',
        },
        shows: 'Promote fraud-scorer v7 to production?',
      },
      yes('ben', 'Checked the leakage tests; recall holds in every region.', {
        title: 'Approve as an engineer',
        text: 'The card shows the evidence against the champion and whose yes is missing. Ben reads it, presses Approve… and says why.',
        shows: '✓ Fraud ML: Ben de Vries',
      }),
      yes('mei', 'Challenged the EU slice; it holds.', {
        title: 'Approve as risk',
        text: 'Mei signs exactly what she saw: the code in her form is the one on the card.',
        shows: '✓ Risk: Mei Tanaka',
      }),
      yes('tom', 'Fewer false declines for customers; support is informed.', {
        title: 'The last yes',
        text: 'With Tom’s yes the alias moves in the registry, once, and is read back. Watch Registry on the right.',
        shows: 'Promoted: fraud-scorer v7 is production',
      }),
    ],
  },
  {
    title: 'Drift',
    steps: [
      {
        title: 'See what drifted',
        text: 'A monitor watches the data of late-arrivals, real flights. As days go by they drift past the limit of the playbook, and one alert says so.',
        as: 'kim',
        channel: 'ml-alerts',
        act: { kind: 'clock', advanceMs: dayMs, atMost: 20 },
        shows: 'Retrain',
      },
      {
        title: 'Retrain from the alert',
        text: 'Kim presses Retrain… on the alert. The form says what the run costs and who has to agree before it starts.',
        as: 'kim',
        channel: 'ml-alerts',
        act: {
          kind: 'press',
          message: 'Drift: late-arrivals',
          button: 'Retrain…',
          fill: 'Late flights move with the season.',
        },
        shows: 'Retraining asked for by Kim Novak',
      },
      {
        title: 'Follow the run',
        text: 'The pipeline really fits a model on the newer flights. Its message follows each step; a few minutes on it says what came out.',
        as: 'kim',
        channel: approvals,
        act: { kind: 'clock', advanceMs: 120_000, atMost: 12 },
        shows: 'Retrained: late-arrivals v',
      },
    ],
  },
  {
    title: 'Cost',
    steps: [
      {
        title: 'Ask what it costs',
        text: 'Everyone is an owner of cost. `/mlops cost` answers from the bill by label, with what is provisional and what nobody owns.',
        as: 'ana',
        channel: approvals,
        act: { kind: 'command', command: '/mlops', text: 'cost all --by team --last 8w' },
        shows: 'All spend',
      },
      {
        title: 'Stop what was left on',
        text: 'A search for parameters ended days ago, and its machine with GPUs still costs money. Monitoring shows that nobody uses it, so its team is asked. Rosa presses Stop…, which is a request like any other.',
        as: 'rosa',
        channel: 'ml-digest',
        // Bill and usage are read once the workspace begins.
        act: {
          kind: 'press',
          message: 'Left on: accelerator ranker-tuning',
          button: 'Stop…',
          fill: '',
          comesWithinMs: 60_000,
        },
        shows: 'asks to stop it with R-',
      },
      {
        title: 'Agree to that',
        text: 'The playbook wants a second person. Once Ops agrees, its use is looked at once more, the machine is stopped, and it is read back until it is off.',
        as: 'ops',
        channel: approvals,
        act: {
          kind: 'press',
          message: 'Stop accelerator ranker-tuning?',
          button: 'Approve…',
          fill: 'The search is over; its results are kept.',
        },
        shows: 'Stopped: accelerator ranker-tuning',
      },
    ],
  },
  {
    title: 'Digest',
    steps: [
      {
        title: 'See the week in twelve lines',
        text: 'Each Monday every team is told its week. `/mlops digest` shows it before the first one comes: spend, what waits, how far the practice is, one next step.',
        as: 'ana',
        channel: approvals,
        act: { kind: 'command', command: '/mlops', text: 'digest' },
        shows: 'Team fraud · week',
      },
    ],
  },
];

/** Somebody’s yes to the promotion of the first chapter. */
function yes(as: string, fill: string, said: Pick<TourStep, 'title' | 'text' | 'shows'>): TourStep {
  const message = 'fraud-scorer v7';
  return { ...said, as, channel: approvals, act: { kind: 'press', message, button: 'Approve…', fill } };
}
