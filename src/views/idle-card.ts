import type { Button } from '@slack/types';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';
import { stopCommand } from './stop-command.ts';
import { costText, dayText, listed } from './wording.ts';

/** Something that costs money and is not used, and what people decided. Days are `2026-11-21`. */
export interface IdleLine {
  readonly provider: string;
  /** Full name. */
  readonly resource: string;
  /** As people call it. */
  readonly name: string;
  readonly kind: 'endpoint' | 'notebook' | 'accelerator' | 'disk';
  readonly project: string | null;
  /** What shows that nobody uses it, as a sentence. */
  readonly evidence: string;
  readonly since: string;
  readonly perDay: { readonly amount: string; readonly currency: string } | null;
  readonly team: string | null;
  readonly state: 'open' | 'kept' | 'stopping' | 'stopped';
  /** The request to stop it, as `R-12`, and what became of it; null where none was made. */
  readonly request: { readonly name: string; readonly is: 'asked' | 'stopping' | 'not_stopped' | 'stopped' } | null;
  /** Until when it is kept, or on which day somebody said that it is stopped. */
  readonly day: string | null;
  /** Who decided. */
  readonly by: string | null;
  /** It is used again or gone. */
  readonly ended: boolean;
}

export interface IdleCard extends IdleLine {
  /** Why Countersign does not stop it, as sentences; null where that is not known, or nothing is in the way. */
  readonly barred: string | null;
  /** Names of those who said that it is not theirs. */
  readonly notTheirs: readonly string[];
  /** Who owns models of its team; empty where nobody is known. */
  readonly owners: readonly Person[];
  readonly press: string;
}

/** Asks what becomes of it, and shows what was decided. */
export function idleCard(state: IdleCard): Message {
  const open = state.state === 'open' && !state.ended && !isAsked(state);
  const say = mentioning();
  const lines = [facts(state), ...leftAlone(state), ...(open ? asked(state, say) : [standing(state)])];
  const buttons = state.ended ? [] : buttonsOf(state);
  return message(
    [
      header(
        `${state.ended ? 'Not left on any more' : 'Left on'}: ${kinds[state.kind]} ${short(state)}${price(state)}`,
      ),
      ...sections(lines, 900),
      ...(buttons.length === 0 ? [] : [actions(buttons)]),
      context(md`${code(state.resource)}`, md`${label(state.provider, 30)}`),
    ],
    open ? state.owners.slice(0, 4) : [],
  );
}

const kinds = {
  endpoint: 'endpoint',
  notebook: 'notebook',
  accelerator: 'accelerator',
  disk: 'disk',
} as const;

function facts({ since, evidence, project, team }: IdleCard): Mrkdwn {
  const where = project === null ? md`` : md` Project ${label(project, 60)}.`;
  const whose = team === null ? md` No label says whose it is.` : md` Team ${bold(team)}.`;
  return md`${label(evidence.replace(/\.$/, ''), 300)}, since ${dayText(since)}.${where}${whose}`;
}

/** Before anybody presses Stop…: it asks its owners then. */
function leftAlone({ barred, ended, state, request }: IdleCard): Mrkdwn[] {
  if (barred === null || ended || state === 'stopped' || isAsked({ request })) return [];
  return [md`✗ Countersign does not stop it. ${sentence(barred, 400)}`];
}

function asked({ owners, notTheirs, request }: IdleCard, say: (person: Person) => Mrkdwn): Mrkdwn[] {
  const who = owners.length === 0 ? md`whoever knows what it is for` : peopleListed(owners, say);
  return [
    md`… To decide: ${who}`,
    ...(request?.is === 'not_stopped' ? [md`✗ ${request.name} asked to stop it and did not come to that.`] : []),
    ...(notTheirs.length === 0 ? [] : [md`✗ Not of ${listed(notTheirs.map((name) => label(name, 40)))}`]),
  ];
}

/** What was decided and what follows, in one sentence. */
function standing({ state, day, by, ended, request }: IdleLine): Mrkdwn {
  const who = label(by ?? 'Nobody', 40);
  if (ended)
    return state === 'open' && request === null
      ? md`It is used again or gone; nobody decided.`
      : md`✓ It is used again or gone. ${who} had decided.`;
  if (request?.is === 'asked') return md`… ${who} asks to stop it with ${request.name}; it is on until people agreed.`;
  if (request?.is === 'stopping') return md`… It is being stopped with ${request.name}.`;
  switch (state) {
    case 'open':
      return md`… Nobody has decided yet.`;
    case 'kept':
      return md`✓ ${who} keeps it until ${dayText(day ?? '')}. If it is still unused then, it is asked about again.`;
    case 'stopping':
      return md`… ${who} wants it stopped. Its owners were asked to do it, in the thread; it is on until they do.`;
    case 'stopped':
      return request?.is === 'stopped'
        ? md`✓ Stopped on ${dayText(day ?? '')} with ${request.name}. The usage of the next days will show it.`
        : md`… ${who} said on ${dayText(day ?? '')} that it is stopped. The usage of the next days will show it.`;
  }
}

/** Whether a request to stop it is under way. */
function isAsked({ request }: Pick<IdleLine, 'request'>): boolean {
  return request?.is === 'asked' || request?.is === 'stopping';
}

function buttonsOf({ state, press, name, request }: IdleCard): Button[] {
  if (isAsked({ request })) return [];
  const what = short({ name });
  const stop = button('Stop…', encodeIntent('idle-stop', { press }), { spoken: `Stop ${what}` });
  if (state === 'kept') return [stop];
  if (state !== 'open') return [];
  return [
    stop,
    button('Keep 7 days', encodeIntent('idle-keep', { press }), { spoken: `Keep ${what} for 7 days` }),
    button('Not mine', encodeIntent('idle-not-mine', { press }), { spoken: `${what} is not mine` }),
  ];
}

/** Asks its owners to stop it, and how; below its card. `because` says why Countersign must not; null where it cannot. */
export function idleStop(state: IdleCard, because: string | null): Message {
  const { owners, by, press } = state;
  const done = state.ended || state.state !== 'stopping';
  const say = mentioning();
  const who = owners.length === 0 ? md`Whoever may` : peopleListed(owners, say);
  const lines = done
    ? [standing(state)]
    : [
        md`${who}: ${label(by ?? 'Somebody', 40)} asks you to stop it. Countersign ${because === null ? 'cannot' : 'does not'}.`,
        ...(because === null ? how(state) : [sentence(because, 400)]),
        md`Keep what is on it first, if somebody may need it.`,
      ];
  const stopped = button('It is stopped', encodeIntent('idle-stopped', { press }), {
    spoken: `${short(state)} is stopped`,
  });
  return message([...sections(lines, 900), ...(done ? [] : [actions([stopped])])], done ? [] : owners.slice(0, 4));
}

function how(state: IdleLine): Mrkdwn[] {
  const { command, because } = stopCommand(state.resource);
  return [...(command === null ? [] : [md`\`\`\`${command}\`\`\``]), sentence(because, 300)];
}

/** One line of the week's report. */
export function idleLine(line: IdleLine): Mrkdwn {
  return md`${kinds[line.kind]} ${code(short(line))}${price(line)}, unused since ${dayText(line.since)} · ${standing(line)}`;
}

/** With a comma before it; nothing where no bill tells it. */
export function price({ perDay }: Pick<IdleLine, 'perDay'>): string {
  return perDay === null ? '' : `, ${costText(perDay)} a day`;
}

export function short({ name }: Pick<IdleLine, 'name'>): string {
  return label(name, 60);
}
