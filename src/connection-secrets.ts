import { Secret } from './secret.ts';

/** Credentials of one connection of `org.yaml`, from `COUNTERSIGN_<ID>_…`. */
export interface ConnectionSecrets {
  readonly url: string | null;
  readonly username: string | null;
  readonly password: Secret | null;
  readonly token: Secret | null;
  /** Where a token is that is replaced from time to time. */
  readonly tokenFile?: string | null;
  /** Where runs of Vertex AI Pipelines write, as `gs://bucket/path`. */
  readonly outputDirectory?: string | null;
  /** Whom runs of Vertex AI Pipelines act as. */
  readonly runServiceAccount?: string | null;
  readonly webhookSecret: Secret | null;
  /** What pushes of Pub/Sub are signed for, and the e-mail address of the service account that signs them. */
  readonly pushAudience?: string | null;
  readonly pushAccount?: string | null;
  /** E-mail address of a Google service account to act as; null or left out for none. */
  readonly impersonate?: string | null;
}

/** Reads them from the variables that are given, empty ones left out. */
export function connectionSecrets(given: Readonly<Record<string, string | undefined>>, id: string): ConnectionSecrets {
  const named = (name: string) => given[`COUNTERSIGN_${id.toUpperCase().replaceAll('-', '_')}_${name}`] ?? null;
  const secret = (name: string) => {
    const value = named(name);
    return value === null ? null : new Secret(value);
  };
  return {
    url: named('URL'),
    username: named('USERNAME'),
    password: secret('PASSWORD'),
    token: secret('TOKEN'),
    tokenFile: named('TOKEN_FILE'),
    outputDirectory: named('OUTPUT_DIRECTORY'),
    runServiceAccount: named('RUN_SERVICE_ACCOUNT'),
    webhookSecret: secret('WEBHOOK_SECRET'),
    pushAudience: named('PUSH_AUDIENCE'),
    pushAccount: named('PUSH_ACCOUNT'),
    impersonate: named('IMPERSONATE'),
  };
}
