import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, type Modal, message, modal } from './frames.ts';
import { input, select } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { costText, dayText, listed } from './wording.ts';

/** Something on the bill that no label says the owner of. Days are `2026-11-21`. */
interface BilledThing {
  readonly kind: 'resource' | 'project';
  readonly provider: string;
  /** Full name of a resource, id of a project. */
  readonly name: string;
  readonly project: string | null;
  readonly service: string;
  readonly cost: { readonly amount: string; readonly currency: string };
  readonly firstDay: string;
  readonly lastDay: string;
}

export interface ClaimCard extends BilledThing {
  /** The label that says the team. */
  readonly teamKey: string;
  /** Names of those who said that it is not theirs. */
  readonly notTheirs: readonly string[];
  /** Null while nobody has said whose it is; without a team it is shared. */
  readonly answer: {
    readonly team: string | null;
    readonly by: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly fromDay: string;
  } | null;
  readonly press: string;
}

/** Asks whose it is, and shows what people said. */
export function claimCard(state: ClaimCard): Message {
  const { answer, press } = state;
  const lines = answer === null ? asked(state) : answered(state, answer);
  const buttons =
    answer === null
      ? [
          button('Mine…', encodeIntent('claim-mine', { press }), {
            style: 'primary',
            spoken: spoken('is mine', state),
          }),
          button('Shared', encodeIntent('claim-shared', { press }), { spoken: spoken('is shared', state) }),
          button('Not mine', encodeIntent('claim-not-mine', { press }), { spoken: spoken('is not mine', state) }),
        ]
      : [button('Ask again', encodeIntent('claim-again', { press }), { spoken: `Ask again whose ${short(state)} is` })];
  return message([header(heading(state)), ...sections(lines, 900), actions(buttons), context(code(state.name))]);
}

function heading(state: ClaimCard): string {
  const { answer } = state;
  if (answer === null) return `Whose is ${short(state)}?`;
  return answer.team === null ? `Shared: ${short(state)}` : `Claimed: ${short(state)} is ${answer.team}’s`;
}

function asked(state: ClaimCard): Mrkdwn[] {
  const { cost, firstDay, lastDay, teamKey, notTheirs } = state;
  return [
    md`${bold(costText(cost))} from ${dayText(firstDay)} to ${dayText(lastDay)} carries no label ${code(teamKey)}: ${what(state)}.`,
    md`Who takes it has what it costs in their reports from tomorrow. Days past stay as they are.`,
    ...(notTheirs.length === 0 ? [] : [md`✗ Not of ${listed(notTheirs.map((name) => label(name, 40)))}`]),
  ];
}

function answered(state: ClaimCard, answer: NonNullable<ClaimCard['answer']>): Mrkdwn[] {
  const labels = Object.entries(answer.labels).map(([key, value]) => `${key}=${value}`);
  const meaning =
    answer.team === null
      ? md`it counts as shared, so it is in no team’s own cost`
      : md`what it costs is in the reports of team ${bold(answer.team)}`;
  return [
    md`${label(answer.by, 40)} said so. From ${dayText(answer.fromDay)} on ${meaning}; days before stay as they are.`,
    md`It counts as ${code(labels.join(' '))} until the ${state.kind} has labels of its own, which always win.`,
  ];
}

/** `Compute Engine of aws in project ml-lab`. */
function what({ kind, service, provider, project }: BilledThing): Mrkdwn {
  const where = project === null || kind === 'project' ? md`` : md`, project ${label(project, 60)}`;
  const of = kind === 'project' ? md`a whole project, mostly ${label(service, 60)}` : md`${label(service, 60)}`;
  return md`${of} (${label(provider, 30)})${where}`;
}

/** The last part of a resource's full name. */
function short({ name }: BilledThing): string {
  return label(name.split('/').findLast((part) => part !== '') ?? name, 60);
}

function spoken(says: string, state: BilledThing): string {
  return `${short(state)} ${says}`;
}

/** What the form asks before a thing is mapped to a team. */
export interface ClaimForm extends BilledThing {
  /** At least one. */
  readonly teams: readonly string[];
  readonly likely: string | null;
  readonly fromDay: string;
  readonly press: string;
}

/** The block of the team that was chosen. */
export const teamField = 'team';

/** Asks for which team somebody takes it, and says what follows. */
export function claimForm(state: ClaimForm): Modal {
  const { teams, likely, fromDay, press, cost } = state;
  const choices = teams.map((team) => ({ label: team, value: team }));
  return modal(
    {
      title: 'Take it over?',
      submit: 'It is ours',
      close: 'Cancel',
      intent: encodeIntent('claim-mine-submit', { press }),
    },
    [
      ...sections(
        [
          md`${bold(short(state))}: ${costText(cost)} from ${dayText(state.firstDay)} to ${dayText(state.lastDay)}, ${what(state)}.`,
          md`From ${dayText(fromDay)} on it counts for the team and has you as its owner. Days before stay without a label for ever.`,
        ],
        700,
      ),
      input(teamField, 'Team', select(teamField, 'Choose a team', choices, likely)),
    ],
  );
}
