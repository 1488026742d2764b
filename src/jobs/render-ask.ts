import type { Rendered } from '#domain/chat.ts';
import { askNoteOf, escalationOf } from '#operations/asking/present-ask.ts';
import type { Setting } from '#operations/setting.ts';
import type { MessageContent } from '#operations/show-message.ts';
import { askNote } from '#views/ask-note.ts';
import { escalationLine } from '#views/escalation-line.ts';

type AskContent = Extract<MessageContent, { view: 'ask-note' | 'escalation-line' }>;

/** What somebody is asked, reminded of or told that it waits. */
export async function renderAsk(setting: Setting, content: AskContent): Promise<Rendered> {
  return content.view === 'ask-note'
    ? askNote(await askNoteOf(setting, content.noteId))
    : escalationLine(await escalationOf(setting, content));
}
