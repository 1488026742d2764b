import { roleName } from '#domain/role-name.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { type RequestRow, requestsInStates, unsettled } from '#store/requests.ts';
import type { RequestLine } from '#views/request-line.ts';
import { listed } from '#views/wording.ts';
import { asksToKeep } from './kept-champion.ts';
import { verdictOf } from './load-request.ts';
import { type Names, readNames } from './names.ts';
import { neededSeats, type PoolSeats } from './needed-seats.ts';
import { isPlaybookChange } from './playbooks/playbook-change.ts';
import { requesterName } from './present-stage.ts';
import { writePress } from './press.ts';
import { isRetraining } from './retraining/retraining-of.ts';
import type { Setting } from './setting.ts';
import { isSilence } from './silence/silence-of.ts';
import { isStop } from './stops/stop-of.ts';
import { troubleOf } from './trouble.ts';
import { personOf } from './who.ts';

/** So many people are named where a seat is open; of more, the role says who. */
const mostNamed = 3;

/** Live requests, oldest first, parted by whether a reader can decide them now. */
export interface LiveRequests {
  readonly forYou: readonly RequestLine[];
  readonly others: readonly RequestLine[];
}

export async function liveRequests(setting: Setting, slackUser: string): Promise<LiveRequests> {
  const [rows, names] = await Promise.all([
    requestsInStates(setting.db, setting.workspaceId, unsettled, 500),
    readNames(setting, setting.db),
  ]);
  const person = personOf(setting.playbooks().set.people, slackUser);
  const ordered = rows.toReversed();
  const line = (row: RequestRow) => requestLineOf(setting, row, names);
  const open = (row: RequestRow) => row.state === 'open' && person !== null && couldDecide(verdictOf(row), person);
  return {
    forYou: ordered.filter(open).map(line),
    others: ordered.filter((row) => !open(row)).map(line),
  };
}

/** A request as lists show it. */
export function requestLineOf(setting: Setting, row: RequestRow, names: Names): RequestLine {
  return {
    code: row.code,
    model: row.modelName,
    version: row.version,
    target: row.target,
    ...(isPlaybookChange(row) ? { about: `Playbook set ${row.version}` } : {}),
    ...(isRetraining(row) ? { about: `Retrain ${row.modelName}` } : {}),
    ...(isSilence(row) ? { about: `Silence ${row.target} of ${row.modelName}` } : {}),
    ...(isStop(row) ? { about: `Stop ${row.modelName}` } : {}),
    ...(asksToKeep(row) ? { about: `Keep ${row.modelName} v${row.version} as ${row.target}` } : {}),
    requester: requesterName({ row, names }),
    requestedAt: row.openedAt.toISOString(),
    standing: `R-${row.number}, ${standingOf(row, names)}`,
    press: writePress(setting, { number: row.number, generation: row.generation, code: row.code, openedBy: null }),
  };
}

/** How a request stands, in a few words. */
export function standingOf(row: RequestRow, names: Names): string {
  const verdict = verdictOf(row);
  const trouble = troubleOf(row);
  switch (row.state) {
    case 'open':
      return verdict.status === 'blocked' ? 'blocked' : missingText(verdict, names);
    case 'approved':
    case 'overridden': {
      const [gate] = verdict.gates;
      if (trouble !== null) return `approved, waits for ${trouble.system}`;
      if (gate?.name === 'playbooks') return 'approved, waits until broken playbooks are mended';
      return gate === undefined ? 'approved, about to start' : `approved, ${gateText(gate, names)}`;
    }
    case 'executing':
      return trouble === null ? 'being carried out' : `being carried out, waits for ${trouble.system}`;
    case 'verified':
      return 'done';
    case 'failed':
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'superseded':
      return row.state;
  }
}

function gateText({ gate, name }: Verdict['gates'][number], names: Names): string {
  switch (gate) {
    case 'hold':
      return `on hold by ${names.of(name)}`;
    case 'freeze':
      return `waits for the end of freeze “${name}”`;
    case 'wait':
      return 'waits as long as the playbook asks';
    case 'lock':
      return 'waits for another change of the same alias';
  }
}

function missingText(verdict: Verdict, names: Names): string {
  const missing = neededSeats(verdict)
    .map(({ roles, seats }) => ({ roles, open: seats.filter(({ filledBy }) => filledBy === null) }))
    .filter(({ open }) => open.length > 0);
  if (missing.length > 0) {
    return `needs ${listed(missing.map(({ roles, open }) => `${roleName(roles)} (${open.length} more${whoText(open, names)})`))}`;
  }
  const failing = verdict.rules
    .filter((rule) => rule.onRoute)
    .flatMap((rule) => rule.evidence)
    .filter((item) => item.status !== 'passed');
  return failing.length === 0
    ? 'waits'
    : `waits for evidence: ${listed(
        failing.map((item) => item.title),
        2,
      )}`;
}

/** `: Mei or Jon`, where only few could fill a seat. */
function whoText(open: PoolSeats['seats'], names: Names): string {
  const people = [...new Set(open.flatMap((seat) => seat.couldBeFilledBy.map(({ person }) => person)))];
  return people.length === 0 || people.length > mostNamed
    ? ''
    : `: ${listed(
        people.map((person) => names.of(person)),
        mostNamed,
        'or',
      )}`;
}

function couldDecide(verdict: Verdict, person: string): boolean {
  if (verdict.status === 'blocked') return false;
  return verdict.rules
    .filter((rule) => rule.onRoute)
    .flatMap((rule) => rule.seats)
    .some((seat) => seat.couldBeFilledBy.some((holder) => holder.person === person));
}
