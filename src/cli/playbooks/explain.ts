import { ConfigError } from '#errors.ts';
import { type ExplainedRequest, explainFromRecord } from '#operations/explain/explain-request.ts';
import { explain as explained } from '#playbook/explain/explain.ts';
import { explanationText, utcMinute } from './explanation-text.ts';
import type { OpenRecord, Verb } from './verb.ts';

/** Says in words why a request stands where it stands, what is missing, and who could give it. */
export const explain: Verb = {
  name: 'explain',
  usage: '<request>',
  summary: 'say why a request is where it is, what is missing and who could give it; --workspace <team id>',
  options: ['workspace'],
  run: async ({ words, json, options, withRecord, print }) => {
    const number = requestTyped(words);
    const request = await withRecord(
      async (record) => await find(record, number, options['workspace']?.at(-1) ?? null),
    );
    const { verdict, loaded } = request;
    const name = { request: `R-${loaded.row.number}`, code: loaded.row.code };
    if (json) print(explained(verdict, name, request));
    else print(`${headline(request)}\n${explanationText(request)}`);
    return 0;
  },
};

function requestTyped(words: readonly string[]): number {
  const text = words.join(' ');
  const match = /^(?:R-?)?(\d{1,9})$/i.exec(text.trim());
  if (match !== null) return Number(match[1]);
  throw new ConfigError([
    text === '' ? 'say which request, as `explain R-12`' : `"${text}" is no request: write it as R-12, r12 or 12`,
  ]);
}

async function find(
  { db, workspaceIds, now }: OpenRecord,
  number: number,
  workspace: string | null,
): Promise<ExplainedRequest> {
  const chosen = workspace === null ? workspaceIds : workspaceIds.filter((id) => id === workspace);
  if (chosen.length === 0) {
    const known =
      workspaceIds.length === 0 ? 'it has not run against this database' : `known are ${workspaceIds.join(', ')}`;
    throw new ConfigError([`Countersign has no record of ${workspace ?? 'any workspace'}: ${known}`]);
  }
  const found: ExplainedRequest[] = [];
  for (const id of chosen) {
    const one = await explainFromRecord(db, id, number, now);
    if (one !== null) found.push(one);
  }
  const [first, second] = found;
  if (first === undefined) throw new ConfigError([`there is no request R-${number}: \`/mlops requests\` lists them`]);
  if (second !== undefined) {
    const ids = found.map(({ loaded }) => loaded.row.workspaceId).join(', ');
    throw new ConfigError([`several workspaces have a request R-${number}: choose one of ${ids} with --workspace`]);
  }
  return first;
}

const ends: Readonly<Record<ExplainedRequest['loaded']['row']['state'], string>> = {
  open: 'It is open',
  approved: 'It is approved',
  overridden: 'It is overridden',
  executing: 'It is being carried out',
  verified: 'It was carried out and read back',
  failed: 'It was approved and could not be carried out',
  rejected: 'It was rejected',
  withdrawn: 'It was withdrawn',
  expired: 'It expired',
  superseded: 'It was superseded',
};

function headline({ loaded: { row }, at, over, policies }: ExplainedRequest): string {
  const what = `R-${row.number}: ${row.action} ${row.modelName} ${row.version} to ${row.target}, code ${row.code}`;
  const judged = over ? `${ends[row.state]}; as it was decided at ${utcMinute(at)}` : `As judged now, ${utcMinute(at)}`;
  const policy =
    policies.length > 1
      ? `by the stricter of two: “${row.playbook}” as it was when this was opened, and as it is in force`
      : `by “${row.playbook}”`;
  return `${what}\n${judged}, ${policy}.`;
}
