import { ConfigError } from '#errors.ts';
import { keepHookSecret, type Rotation } from '#operations/hooks/keep-hook-secret.ts';
import type { Org } from '#playbook/organization.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { HookCall, HookPlace, HookVerb } from './hook-verb.ts';
import { driftTrial, mlflowTrial, type Trial } from './trial-delivery.ts';

/** Makes the secret that one connection's sender signs with, and says all that the sender needs. */
export const add: HookVerb = {
  name: 'add',
  usage: '<connection>',
  summary: 'make the secret of a hook, and print address, secret and a line to try; --rotate makes another',
  options: { url: 'value', rotate: 'flag', 'at-once': 'flag' },
  run: async (call) => {
    const [id, ...more] = call.words;
    if (id === undefined || more.length > 0) {
      throw new ConfigError(['hooks add takes one word, the id of a connection in org.yaml']);
    }
    const rotation = rotationOf(call.options);
    return await call.withPlace(async (place) => {
      const signing = signingOf(place, id);
      const now = new Date(call.now()).toISOString();
      const made = await keepHookSecret(place.vault, id, { rotation, form: signing.form, now });
      if (!made.kept) throw new ConfigError([notMade(id, made.because)]);
      tell(call, place, { id, signing, made });
      return 0;
    });
  },
};

interface Signing {
  readonly form: 'whsec' | 'hex';
  readonly trial: (trial: Trial) => string;
  readonly where: string;
}

/** How each kind of connection signs what it sends; others sign nothing with a secret. */
const signings: ReadonlyMap<string, Signing> = new Map([
  [
    'drift-events',
    {
      form: 'whsec',
      trial: driftTrial,
      where:
        'Sign as Standard Webhooks do: HMAC-SHA256 over id.timestamp.body, in webhook-id, webhook-timestamp and webhook-signature.',
    },
  ],
  [
    'mlflow',
    {
      form: 'hex',
      trial: mlflowTrial,
      where: 'Give both to MLflow when you create the webhook (POST /api/2.0/mlflow/webhooks: url, secret).',
    },
  ],
]);

function rotationOf({ rotate, 'at-once': atOnce }: HookCall['options']): Rotation {
  if (rotate !== true && atOnce === true) throw new ConfigError(['--at-once goes with --rotate']);
  return rotate !== true ? 'no' : atOnce === true ? 'at_once' : 'slowly';
}

function signingOf({ set, hasOwnSecret }: HookPlace, id: string): Signing {
  const { connections } = set.org;
  const kind = connections.find((one) => one.id === id)?.kind;
  if (kind === undefined) throw new ConfigError([unknownConnection(id, connections)]);
  const variable = `COUNTERSIGN_${id.toUpperCase().replaceAll('-', '_')}_WEBHOOK_SECRET`;
  if (kind === 'webhook') {
    throw new ConfigError([
      `what is sent to ${id} is signed with the same secret, so it stands in the environment: set ${variable} to the output of openssl rand -hex 32, there and at the receiver`,
    ]);
  }
  const signing = signings.get(kind);
  if (signing === undefined) {
    throw new ConfigError([
      `${id} is of kind ${kind}, which signs nothing with a secret: docs/operations.md says how it is believed`,
    ]);
  }
  if (hasOwnSecret(id)) {
    throw new ConfigError([
      `${variable} is set and goes before any other secret: take it out first, or change it there`,
    ]);
  }
  return signing;
}

function unknownConnection(id: string, connections: Org['connections']): string {
  const fitting = connections.filter(({ kind }) => signings.has(kind)).map((one) => one.id);
  const known = fitting.length === 0 ? '' : ` Those that send signed hooks are ${fitting.join(', ')}.`;
  return `no connection of the playbooks in force is called ${JSON.stringify(id)}: add {id: …, kind: drift-events} to org.yaml and have it approved.${known}`;
}

function notMade(id: string, because: 'has-one' | 'has-none'): string {
  return because === 'has-one'
    ? `${id} has a secret, which is not shown again: countersign hooks add ${id} --rotate makes another and believes the old one for 24 h more`
    : `${id} has no secret that could be replaced: leave out --rotate`;
}

function tell(
  { json, options, print }: HookCall,
  { publicUrl, port, set }: HookPlace,
  { id, signing, made }: { id: string; signing: Signing; made: { secret: string; oldUntil: string | null } },
): void {
  const base = typeof options['url'] === 'string' ? options['url'] : publicUrl;
  const address = base === null ? null : `${base.replace(/\/+$/, '')}/hooks/${id}`;
  const { secret, oldUntil } = made;
  const trial = signing.trial({
    address: address ?? `http://127.0.0.1:${port}/hooks/${id}`,
    secret,
    model: someModel(set),
  });
  if (json) return print(JSON.stringify({ ok: true, connection: id, address, secret, oldUntil, try: trial }));
  const lines = [
    address === null
      ? `Address:  https://<your host>/hooks/${id}   (set COUNTERSIGN_URL, or give --url, to have it written out)`
      : `Address:  ${address}`,
    `Secret:   ${secret}`,
    '',
    'The secret is shown this once. Processes that run take it within a second.',
    ...(oldUntil === null ? [] : [`The old one is taken until ${oldUntil}.`]),
    ...(options['at-once'] === true ? ['The old one is taken no more, after 2 s at most.'] : []),
    signing.where,
    '',
    'To try it (202 means stored; countersign hooks tail says what became of it):',
    '',
    trial,
  ];
  print(lines.join('\n'));
}

/** A model to try it with, that a registry knows if the catalogue names one. */
function someModel({ models }: PlaybookSet): Trial['model'] {
  for (const { in: names } of models.models) {
    for (const [registry, name] of Object.entries(names)) if (!name.includes('*')) return { registry, name };
  }
  return { registry: 'mlflow', name: 'a-model' };
}
