import { roleName } from '#domain/role-name.ts';
import type { Executor } from '#store/database.ts';
import { obligationById } from '#store/obligations.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import type { DutyNotice, Owner } from '#views/duty-notice.ts';
import type { RequestFacts } from '#views/request-facts.ts';
import type { DutyNews } from './duty-news.ts';
import { type LoadedRequest, loadRequest } from './load-request.ts';
import { type Names, readNames } from './names.ts';
import { requestFacts } from './present-request.ts';
import { writePress } from './press.ts';
import { peopleInRole } from './roles/role-spells.ts';
import type { Setting } from './setting.ts';

/** What the owner of a playbook is told about something owed. */
export async function dutyNotice(setting: Setting, id: string, news: DutyNews): Promise<DutyNotice> {
  const row = await obligationById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no obligation ${id}`);
  const { row: request, facts, press, names } = await promiseOf(setting, setting.db, row.requestId);
  return {
    ...facts,
    press,
    owner: await ownerOf(setting, names, row.owner),
    what: row.what,
    promisedWith: request.number,
    news: news.kind,
    because: news.because,
    hindrance: news.hindrance ?? null,
    about: news.request ?? null,
    everyMs: row.everyMs,
    nextCheckAt: row.endedAt === null ? row.nextCheckAt.toISOString() : null,
  };
}

/** A request that promised something for afterwards, with what messages about that say of it. */
interface Promised {
  readonly row: RequestRow;
  readonly loaded: LoadedRequest;
  readonly names: Names;
  readonly facts: RequestFacts;
  readonly press: string;
}

/** Throws an Error if there is no such request. */
export async function promiseOf(setting: Setting, db: Executor, requestId: string): Promise<Promised> {
  const row = await requestById(db, setting.workspaceId, requestId);
  if (row === null) throw new Error(`there is no request ${requestId}`);
  const [loaded, names] = [await loadRequest(setting, db, row), await readNames(setting, db)];
  const press = { number: row.number, generation: row.generation, code: row.code, openedBy: null };
  return {
    row,
    loaded,
    names,
    facts: await requestFacts(setting, db, loaded, names),
    press: writePress(setting, press),
  };
}

/** Who answers for a playbook, as the set in force has it. */
export async function ownerOf(setting: Setting, names: Names, role: string): Promise<Owner> {
  const people = await peopleInRole(setting, setting.db, role, setting.now());
  return { role: roleName([role]), people: people.map((person) => names.person(person)) };
}
