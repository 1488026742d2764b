import { PlaybookError, Refusal, UpstreamError } from '#errors.ts';
import { bug } from '#views/bug.ts';
import type { Message } from '#views/frames.ts';
import { refusal } from '#views/refusal.ts';
import { upstreamTrouble } from '#views/upstream-trouble.ts';
import type { Bot } from './bot.ts';
import { databaseTrouble } from './database-trouble.ts';

/**
 * What a person is told when something did not work, by the kind of error: the rules' own sentence, another system's
 * silence, or a reference to a bug of ours. The only place in this room where errors become words.
 */
export function answerTo(bot: Bot, error: unknown, where: string): Message {
  if (error instanceof Refusal) {
    bot.note(error, where);
    return refusal({ sentence: error.message, links: [] });
  }
  const failed = error instanceof UpstreamError ? error : databaseTrouble(error);
  if (failed !== null) {
    bot.note(failed, where);
    const trouble = failed.message.replace(/\.$/, '');
    return upstreamTrouble({ trouble, nextTryAt: null, nothingChanged: !failed.ambiguous, now: bot.setting.now() });
  }
  if (error instanceof PlaybookError) {
    bot.note(error, where);
    return refusal({ sentence: 'The playbooks have mistakes, so nothing was done. Their owner was told.', links: [] });
  }
  return bug({
    reference: bot.reportBug(error, where),
    contact: bot.setting.playbooks().set.org.owner,
  });
}
