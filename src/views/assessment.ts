import type { Button } from '@slack/types';
import { capabilityDoes, capabilityName, traitName, traitOnce } from '#domain/capability-name.ts';
import type { Instant } from '#domain/instant.ts';
import { type Capability, capabilities, type NeedReason, type Trait } from '#domain/maturity.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, join, type Mrkdwn, md } from './mrkdwn.ts';
import { listed } from './wording.ts';

/** One capability that a use case needs. */
export interface NeededCapability {
  readonly capability: Capability;
  readonly reasons: readonly NeedReason[];
  /** Other teams that run it already. */
  readonly heldBy: readonly string[];
  /** Who says, and it still counts, that it is there, and that it is not. */
  readonly said: { readonly there: readonly string[]; readonly notThere: readonly string[] };
  /** Leave not to meet the need; null for none. */
  readonly waiver: { readonly until: Instant; readonly by: string; readonly reason: string } | null;
}

/** What a use case needs, does not need yet, and when to look again. */
export interface Assessment {
  /** As its registry calls it. */
  readonly model: string;
  /** The id that answers are kept under. */
  readonly modelId: string;
  /** Whose word it rests on; null for what models.yaml says. */
  readonly answered: { readonly by: string; readonly at: Instant } | null;
  /** What the use case is. */
  readonly traits: readonly Trait[];
  readonly needed: readonly NeededCapability[];
  readonly notNow: readonly {
    readonly capability: Capability;
    readonly once: readonly Trait[];
    readonly note: string | null;
  }[];
  readonly lookAgainAt: Instant;
  readonly matrix: string;
  /** Who may answer the questions, as people read it. */
  readonly assessors: string;
}

/** Says which capabilities a use case needs and why, which it does not, and what others run already. */
export function assessment(state: Assessment): Message {
  const { model, modelId, needed, notNow } = state;
  const name = label(model, 60);
  return message([
    header(
      `${name} needs ${needed.length === 0 ? 'none' : needed.length} of ${capabilities.length} capabilities${needed.length === 0 ? ' yet' : ''}`,
    ),
    ...sections([basis(state)], 600),
    ...(needed.length === 0 ? [] : sections([md`${bold('Needed now')}`, ...needed.map(neededLine)], 400)),
    ...(notNow.length === 0
      ? []
      : sections([md`${bold('Not needed yet')}`, ...notNow.map(notNowLine), lookAgain(state)], 200)),
    actions(buttons(modelId, name, needed.length > 0)),
    context(...smallPrint(state)),
  ]);
}

function basis({ answered, traits, assessors }: Assessment): Mrkdwn {
  const is =
    traits.length === 0 ? md`in production, with nothing that asks for more` : md`${listed(traits.map(traitName), 8)}`;
  return answered === null
    ? md`As models.yaml says, it is: ${is}. Nobody has answered the questions; ${assessors} can.`
    : md`As ${label(answered.by, 40)} said on ${dateToken(answered.at, 'date')}, it is: ${is}.`;
}

function neededLine({ capability, reasons, heldBy, said, waiver }: NeededCapability): Mrkdwn {
  const why = join(reasons.map(reasonText), ', ');
  const parts = [why, ...heldText(heldBy), ...saidText(said)];
  if (waiver !== null) {
    parts.push(
      md`waived by ${label(waiver.by, 40)} until ${dateToken(waiver.until, 'date')}: “${label(waiver.reason, 120)}”`,
    );
  }
  return md`• ${bold(capabilityName(capability))} (${capabilityDoes(capability)}): ${join(parts, ' · ')}`;
}

function heldText(teams: readonly string[]): readonly Mrkdwn[] {
  const names = listed(teams.map((team) => label(team, 40)));
  if (teams.length === 0) return [];
  return [
    teams.length === 1
      ? md`team ${names} runs it already: ask them first`
      : md`teams ${names} run it already: ask them first`,
  ];
}

function reasonText({ trait, grade, note }: NeedReason): Mrkdwn {
  if (grade === 'own') return md`${traitName(trait)}† (${label(note ?? 'our own rule', 120)})`;
  return md`${traitName(trait)}${grade === 'reconstructed' ? '°' : ''}`;
}

function saidText({ there, notThere }: NeededCapability['said']): readonly Mrkdwn[] {
  const names = (list: readonly string[]) => listed(list.map((name) => label(name, 40)));
  if (there.length > 0 && notThere.length > 0) {
    return [md`people disagree: ${names(there)} ${says(there)} that it is there, ${names(notThere)} that it is not`];
  }
  if (there.length > 0) return [md`${names(there)} ${says(there)} that it is there`];
  return notThere.length === 0 ? [] : [md`${names(notThere)} ${says(notThere)} that it is not there`];
}

function says(people: readonly string[]): string {
  return people.length === 1 ? 'says' : 'say';
}

function notNowLine({ capability, once, note }: Assessment['notNow'][number]): Mrkdwn {
  const when = once.length === 0 ? md`nothing asks for it` : md`once ${listed(once.map(traitOnce), 4, 'or')}`;
  return md`• ${bold(capabilityName(capability))}: ${when}${note === null ? md`` : md` (${label(note, 120)})`}`;
}

function lookAgain({ lookAgainAt }: Assessment): Mrkdwn {
  return md`Look again on ${dateToken(lookAgainAt, 'date')}, or as soon as one of these is true. Until then it is fine not to build them.`;
}

function buttons(model: string, name: string, needs: boolean): readonly Button[] {
  return [
    button('Answer…', encodeIntent('assess-open', { model }), { spoken: `Answer the questions about ${name}` }),
    button('Attest…', encodeIntent('attest-open', { model, capability: null }), {
      spoken: `Attest a capability of ${name}`,
    }),
    ...(needs
      ? [button('Waive a need…', encodeIntent('waive-open', { model }), { spoken: `Waive a need of ${name}` })]
      : []),
  ];
}

function smallPrint({ needed, matrix }: Assessment): readonly Mrkdwn[] {
  const grades = new Set(needed.flatMap(({ reasons }) => reasons.map(({ grade }) => grade)));
  return [
    md`Matrix ${code(matrix)}, of predictive models`,
    ...(grades.has('reconstructed')
      ? [md`° reconstructed by us: the article that the matrix follows shows this part as an image only`]
      : []),
    ...(grades.has('own') ? [md`† set by capabilities.yaml`] : []),
  ];
}
