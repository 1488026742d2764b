import { readShortCode, shortCode } from '#domain/digest.ts';
import { Refusal } from '#errors.ts';
import type { Facts } from '#playbook/facts.ts';
import { readContent } from '#store/contents.ts';
import { type CodedGeneration, generationsOfCode } from '#store/request-codes.ts';
import type { RequestRow } from '#store/requests.ts';
import type { CodeMeaning, VerifiedCode } from '#views/verified-code.ts';
import { readNames } from './names.ts';
import { requestLineOf } from './request-lines.ts';
import type { Setting } from './setting.ts';

/**
 * What a code stands for, by the record, beside the model and version that a message names with it. Throws a Refusal
 * for what is no code.
 */
export async function verifyCode(setting: Setting, typed: string, named: readonly string[]): Promise<VerifiedCode> {
  const code = readShortCode(typed);
  if (code === null) throw new Refusal('no_such_code', noCode(typed));
  const found = await generationsOfCode(setting.db, setting.workspaceId, code, 50);
  const latest = found.filter(({ row }, index) => found.findIndex((one) => one.row.id === row.id) === index);
  const names = await readNames(setting, setting.db);
  const meanings = latest.map(async (one): Promise<CodeMeaning> => {
    const { row } = one;
    return {
      request: `R-${row.number}`,
      line: requestLineOf(setting, row, names),
      fits: named.length === 0 ? null : isNamed(row, named),
      codeNow: row.code === code ? null : row.code,
      proved: (await computedAgain(setting, one)) === code,
    };
  });
  return {
    code,
    named: named.length === 0 ? null : named.join(' '),
    meanings: (await Promise.all(meanings)).toSorted((a, b) => Number(b.fits) - Number(a.fits)),
    now: setting.now(),
  };
}

function isNamed({ model, modelName, version }: RequestRow, [name = '', number]: readonly string[]): boolean {
  const same = [model, modelName].some((one) => one.toLowerCase() === name.toLowerCase());
  return same && (number === undefined || number.replace(/^v/i, '') === version);
}

/** Said of what is no code. */
export function noCode(typed: string): string {
  return typed === ''
    ? 'Name the code that the message shows, as `/mlops verify K7QF-92 fraud-scorer 7`, or a model.'
    : `${typed} is no code of Countersign; those look like \`K7QF-92\`. A message that shows it as one is not ours: press nothing in it.`;
}

/** The code of what the generation's record says was shown; null where that was altered. */
export async function computedAgain(setting: Setting, { row, generation }: CodedGeneration): Promise<string | null> {
  try {
    const facts = await readContent<Facts>(setting.db, row.workspaceId, generation.factsDigest);
    return shortCode({
      action: row.action,
      target: facts.target ?? '',
      subject: row.subjectDigest,
      evidence: generation.evidenceDigest,
      policy: generation.policyDigest,
    });
  } catch {
    return null;
  }
}
