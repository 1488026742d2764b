import { roleName } from '#domain/role-name.ts';
import { ConfigError, Refusal } from '#errors.ts';
import { verdictOf } from '#operations/load-request.ts';
import { offlineSetting } from '#operations/offline-setting.ts';
import { proposePlaybooks } from '#operations/playbooks/propose-playbooks.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import type { RequestRow, Setting } from '#operations/setting.ts';
import { personNamed } from '#operations/who.ts';
import { setDigest } from '#playbook/portable-set.ts';
import type { Verb, VerbCall } from './verb.ts';

/** Proposes what the folder holds, as a button in Slack does: for a pipeline that runs once a change is merged. */
export const propose: Verb = {
  name: 'propose',
  usage: '--author <person> --reason <text>',
  summary: 'propose what the folder holds in place of the playbooks in force; the card appears in Slack',
  options: ['author', 'reason'],
  run: async (call) => {
    const [author, reason] = [only(call, 'author'), only(call, 'reason')];
    const digest = setDigest(await readPlaybooks(call.folder));
    return await call.withProgram(async (program) => {
      const setting = await offlineSetting(program, call.folder);
      if (setting === null) {
        throw new ConfigError(['no playbooks are in force yet: countersign playbooks activate makes these the first']);
      }
      if (digest === setDigest(setting.playbooks().set)) {
        if (call.json) call.print(JSON.stringify({ ok: true, request: null }));
        else call.print(`✓ ${call.folder} holds what is in force: nothing to propose`);
        return 0;
      }
      const requester = requesterOf(setting, author);
      const row = await proposed(() => proposePlaybooks(setting, { requester, reason, digest, via: 'command line' }));
      // The worker asks Slack about people whom it has not seen yet, and judges it anew.
      await setting.sendJob(setting.db, 'settle-request', { requestId: row.id });
      call.print(call.json ? JSON.stringify(summaryOf(setting, row)) : textOf(setting, row));
      return 0;
    });
  },
};

/** Throws a ConfigError unless the option was given once. */
function only({ options }: VerbCall, name: string): string {
  const [value, ...more] = options[name] ?? [];
  if (value !== undefined && value.trim() !== '' && more.length === 0) return value;
  throw new ConfigError([
    `playbooks propose needs --${name} once: --author <id or e-mail address> --reason "why the rules should change"`,
  ]);
}

function requesterOf(setting: Setting, author: string) {
  const { people } = setting.playbooks().set;
  const person = personNamed(people, author);
  const known = person === null ? undefined : people.people[person];
  const [slackUser] = known?.slack ?? [];
  if (person === null || slackUser === undefined || known?.active !== true) {
    throw new ConfigError([
      `--author ${author} is nobody active in the people.yaml in force: name a person by id or e-mail address`,
    ]);
  }
  return { person, slackUser, name: person };
}

async function proposed(work: () => Promise<RequestRow>): Promise<RequestRow> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw new ConfigError([error.message], { cause: error });
    throw error;
  }
}

function summaryOf(setting: Setting, row: RequestRow) {
  return {
    ok: true,
    request: `R-${row.number}`,
    code: row.code,
    set: setting.playbooks().number + 1,
    needs: rolesOf(row),
    channel: row.channel,
  };
}

function textOf(setting: Setting, row: RequestRow): string {
  const { number } = setting.playbooks();
  const roles = rolesOf(row).map((role) => roleName([role]));
  return [
    `✓ R-${row.number} (${row.code}) proposes playbook set ${number + 1} in place of set ${number}`,
    `  must agree: ${roles.join(', ')}`,
    `  its card appears in ${row.channel} as soon as a worker runs`,
  ].join('\n');
}

function rolesOf(row: RequestRow): readonly string[] {
  const seats = verdictOf(row).rules.flatMap((rule) => rule.seats);
  return [...new Set(seats.flatMap(({ roles }) => roles))];
}
