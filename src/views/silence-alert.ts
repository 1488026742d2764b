import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import { type Modal, modal } from './frames.ts';
import { input, select, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { type Mrkdwn, md } from './mrkdwn.ts';
import { duration } from './wording.ts';

export interface SilenceAlert {
  /** As `D-12`. */
  readonly alert: string;
  readonly model: string;
  /** For how long it can be silenced at most, in milliseconds. */
  readonly longestMs: number;
  /** Who must agree before it is silent, as `1 person of Risk`; null if nobody. */
  readonly needs: string | null;
  readonly press: string;
}

/** The block of the form in which the length is picked, in milliseconds. */
export const lengthField = 'length';

const hour = 3_600_000;
const presets = [1, 4, 8, 24, 3 * 24, 7 * 24].map((hours) => hours * hour);

/** Asks until when an alert is silenced, and why; what it takes is said before anything is sent. */
export function silenceAlertForm(state: SilenceAlert): Modal {
  const { alert, model, longestMs, needs, press } = state;
  const lengths = lengthsUpTo(longestMs);
  const choices = lengths.map((ms) => ({ label: `for ${duration(ms)}`, value: String(ms) }));
  const submit = needs === null ? 'Silence' : 'Ask to silence';
  const intent = encodeIntent('alert-silence-submit', { press });
  return modal({ title: `Silence ${label(alert, 12)}`, submit, close: 'Cancel', intent }, [
    ...sections(
      [
        md`Posts about ${alert} of ${label(model, 60)} are held back. The alert goes on, and so does what it says.`,
        needsLine(needs),
      ],
      400,
    ),
    input(lengthField, 'How long', select(lengthField, 'Pick a length', choices, String(lengths[0] ?? longestMs)), {
      hint: `At most ${duration(longestMs)}; a silence always ends.`,
    }),
    input(reasonField, 'Reason', textArea(reasonField, 'Why nobody has to look', 10), {
      hint: 'It stays on the record.',
    }),
    context(md`Who asked, until when and why stands on the alert.`),
  ]);
}

function needsLine(needs: string | null): Mrkdwn {
  return needs === null
    ? md`It happens as soon as you press.`
    : md`It is silent only once others agree: this needs ${label(needs, 200)}.`;
}

/** Lengths on offer, in milliseconds: the usual ones that are allowed, and the longest. */
function lengthsUpTo(longestMs: number): readonly number[] {
  return [...presets.filter((ms) => ms < longestMs), longestMs];
}
