import { answerInWords } from '#maturity/assess-answers.ts';
import { type DoubtRow, doubtsOfAsk } from '#store/characteristic-doubts.ts';
import type { Executor } from '#store/database.ts';
import type { UseCaseDoubts } from '#views/use-case-doubts.ts';
import { rowPress } from '../effect-press.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { nameOf } from './present-assessment.ts';

/** What one message asks about, as it stands now. Throws an Error if there is nothing. */
export async function doubtsShown(setting: Setting, askId: string): Promise<UseCaseDoubts> {
  const rows = await doubtsOfAsk(setting.db, setting.workspaceId, askId);
  const [first] = rows;
  if (first === undefined) throw new Error(`nothing was asked under ${askId}`);
  const names = await readNames(setting, setting.db);
  const { declaredBy, declaredAt, answeredBy, explanation } = first;
  return {
    model: await nameOf(setting, first.model),
    said:
      declaredBy === null || declaredAt === null ? null : { by: names.of(declaredBy), at: declaredAt.toISOString() },
    doubts: rows.map(({ characteristic, declared, because }) => {
      const { question, words } = answerInWords(characteristic, declared);
      return { question, answer: words, because };
    }),
    settled: answeredBy === null ? null : { by: names.of(answeredBy), explanation },
    press: rowPress(setting, 'doubt', askId),
  };
}

/** Asks whoever was asked, or shows them what became of it. */
export async function showDoubts(
  setting: Setting,
  tx: Executor,
  { askId, person }: Pick<DoubtRow, 'askId' | 'person'>,
): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.useCaseDoubts(askId),
    channel: person,
    content: { view: 'use-case-doubts', askId },
  });
}

/** One doubt of each message. */
export function onePerAsk(doubts: readonly DoubtRow[]): readonly DoubtRow[] {
  return [...new Map(doubts.map((doubt) => [doubt.askId, doubt])).values()];
}
