import { type DriftKind, driftKindOf, translateDrift } from '#adapters/drift/translate-drift.ts';
import {
  type DriftVerdict,
  type IncomingDrift,
  verifyDriftByPassword,
  verifyPushedDrift,
  verifySignedDrift,
} from '#adapters/drift/verify-drift-hook.ts';
import type { GoogleCertificates } from '#adapters/google/push-token.ts';
import { type Finding, note, problem } from '#cli/doctor/finding.ts';
import { instantAt } from '#domain/instant.ts';
import type { Org } from '#playbook/organization.ts';
import type { HookReading, HookSource } from '#web/hooks.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';

interface DriftTrust {
  readonly now: () => number;
  readonly certificates: GoogleCertificates;
  /** What a connection's senders may sign with; `inVain` after a signature fitted none of those. */
  readonly secrets: (options?: { readonly inVain: true }) => Promise<readonly string[]>;
}

/** A report of 5,000 features is about 2 MB in the form of Evidently. */
const maxBytes = 4 * 1024 * 1024;

/**
 * What verifies the drift reports that are sent to a connection: by its secret, by tokens of Google's, or by a password.
 * Null for a connection of another kind, and for one that can only be asked. Throws a ConfigError for half of what it takes.
 */
export function driftHookSource(
  { id, kind: named }: Org['connections'][number],
  secrets: ConnectionSecrets,
  { now, certificates, secrets: signing }: DriftTrust,
): HookSource | null {
  const kind = driftKindOf(named);
  if (kind === null) return null;
  const { pushAudience: audience = null, pushAccount: account = null, username, password } = secrets;
  if ((audience === null) !== (account === null)) {
    throw new ConfigError([
      `connection ${id} has one of PUSH_AUDIENCE and PUSH_ACCOUNT: set both, or neither to take no pushes`,
    ]);
  }
  if (kind === 'cloud-monitoring' && (username === null) !== (password === null)) {
    throw new ConfigError([
      `connection ${id} has one of USERNAME and PASSWORD: set both, as at the webhook of Cloud Monitoring, or neither`,
    ]);
  }
  const ways: ((delivery: IncomingDrift) => Promise<DriftVerdict>)[] = [];
  if (audience !== null && account !== null) {
    ways.push((delivery) => verifyPushedDrift(delivery, { audience, account }, certificates));
  }
  if (kind === 'cloud-monitoring' && username !== null && password !== null) {
    const pair = { username, password: password.reveal() };
    ways.push(async (delivery) => verifyDriftByPassword(delivery, pair));
  }
  if (kind === 'drift-events') ways.push((delivery) => bySecrets(delivery, signing, now));
  return ways.length === 0
    ? null
    : { maxBytes, verify: (headers, rawBody, address) => byAny(kind, ways, { headers, rawBody, address }, now) };
}

async function byAny(
  kind: DriftKind,
  ways: readonly ((delivery: IncomingDrift) => Promise<DriftVerdict>)[],
  delivery: IncomingDrift,
  now: () => number,
): Promise<HookReading> {
  let refusal: HookReading = { ok: false, because: 'stranger' };
  for (const verify of ways) {
    const verdict = await verify(delivery);
    if (!verdict.verified) {
      refusal = { ok: false, because: 'stranger', reason: verdict.because };
      continue;
    }
    const { id, kept: headers } = verdict;
    // Pub/Sub sends again for days whatever is not answered by 2xx.
    const pushed = delivery.headers.authorization?.startsWith('Bearer ') === true;
    const translation = pushed
      ? null
      : translateDrift(kind, { headers, rawBody: delivery.rawBody, receivedAt: instantAt(now()) });
    const news = { kind: 'drift', headers, translation } as const;
    return translation?.ok === false ? { ok: true, id, news, fault: translation.because } : { ok: true, id, news };
  }
  return refusal;
}

async function bySecrets(
  delivery: IncomingDrift,
  secrets: DriftTrust['secrets'],
  now: () => number,
): Promise<DriftVerdict> {
  const first = await secrets();
  const verdict = byOne(first, delivery, now());
  if (verdict.verified || verdict.because !== 'bad-signature') return verdict;
  return byOne(await secrets({ inVain: true }), delivery, now());
}

function byOne(secrets: readonly string[], delivery: IncomingDrift, nowMs: number): DriftVerdict {
  let verdict: DriftVerdict = { verified: false, because: secrets.length === 0 ? 'no-secret' : 'bad-signature' };
  for (const secret of secrets) {
    verdict = verifySignedDrift(delivery, secret, nowMs);
    if (verdict.verified) return verdict;
  }
  return verdict;
}

/** A line of `countersign doctor` on how reports come to a connection; null where there is nothing to say. */
export function driftHookNote(
  { id, kind: named }: Org['connections'][number],
  { pushAudience, pushAccount, username, password }: ConnectionSecrets,
): Finding | null {
  const kind = driftKindOf(named);
  const pushed = (pushAudience ?? null) !== null && (pushAccount ?? null) !== null;
  if (kind === 'vertex-monitoring' && !pushed) {
    const fix = 'set PUSH_AUDIENCE and PUSH_ACCOUNT if endpoints are monitored, whose findings are only in a log';
    return note(`${id} is asked for what model monitors find, and takes no pushes`, fix);
  }
  if (kind === 'cloud-monitoring' && !pushed && (username === null || password === null)) {
    const fix = 'set PUSH_AUDIENCE and PUSH_ACCOUNT for its Pub/Sub channel, or USERNAME and PASSWORD for its webhook';
    return problem(`${id} believes nobody, so that no incident of Cloud Monitoring comes in`, fix);
  }
  return null;
}
