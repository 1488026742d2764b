import { composeDigest } from '#digest/compose.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import type { ShownDigest } from '#views/weekly-digest.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';
import { type Audience, audienceMeant } from './audiences.ts';
import { lastDue, nextDue } from './due-time.ts';
import { pressesOf } from './present-digest.ts';
import { weekBefore } from './tell-digests.ts';
import { weekFacts } from './week-facts.ts';

/** What a digest would say if it came now. */
export interface DigestPreview {
  readonly audience: Audience;
  /** Null where there is nothing to say. */
  readonly shown: ShownDigest | null;
  /** When the next one comes. */
  readonly next: Instant;
}

/** The digest that a person means, as it would be now; nothing is recorded or posted. Throws a Refusal for none. */
export async function previewDigest(
  setting: Setting,
  asked: { readonly words: string; readonly slackUser: string },
): Promise<DigestPreview> {
  const audience = await audienceMeant(setting, asked.words, asked.slackUser);
  const { time, zone, without, scope } = audience;
  const nowMs = epochMs(setting.now());
  const next = new Date(nextDue(time, zone, nowMs).at).toISOString();
  const span = { since: lastDue(time, zone, nowMs).at, until: nowMs + 1, week: weekBefore(reportingDay(setting)) };
  const facts = await (await weekFacts(setting, span)).of(scope);
  const digest = composeDigest(facts, { without, zone, missed: [] });
  const shown = digest === null ? null : { digest, presses: await pressesOf(setting, digest) };
  return { audience, shown, next };
}
