import { type Finding, note, ok, problem } from './finding.ts';

/** What was read of a database that answers. */
export interface DatabaseFacts {
  /** As `server_version` says it. */
  readonly version: string;
  /** As `server_version_num` says it: 150004 is 15.4. */
  readonly versionNumber: number;
  /** How far its clock is ahead of ours. */
  readonly skewMs: number;
  readonly pending: readonly string[];
  /** Whether it is the one that Countersign runs by itself. */
  readonly embedded: boolean;
}

const oldest = 150_000;
const skewLimitMs = 5_000;

export function databaseFindings(facts: DatabaseFacts): readonly Finding[] {
  const { version, pending, embedded, skewMs } = facts;
  const findings: Finding[] = [
    embedded
      ? note(
          `PostgreSQL ${version} of our own answers, for trying only`,
          'set DATABASE_URL to a server with backups before people rely on it',
        )
      : ok(`PostgreSQL ${version} answers`),
  ];
  if (facts.versionNumber < oldest) {
    findings.push(
      problem(`PostgreSQL ${version} is older than 15`, 'point DATABASE_URL at a server of version 15 or later'),
    );
  }
  if (pending.length === 0) findings.push(ok('The database has every migration'));
  else if (embedded) findings.push(ok(`${counted(pending.length)} to come, applied at the next start`));
  else findings.push(problem(`${counted(pending.length)} to come: ${pending.join(', ')}`, 'run countersign release'));
  if (Math.abs(skewMs) > skewLimitMs) {
    findings.push(
      problem(
        `The database's clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours`,
        'synchronise both machines with NTP: leases and deadlines are kept by both clocks',
      ),
    );
  } else findings.push(ok("The database's clock agrees with ours"));
  return findings;
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'migration is' : 'migrations are'}`;
}

/** A database that did not let us in, by the code of Node or PostgreSQL; the error's own text may hold the address. */
export function noDatabase(code: string): Finding {
  const [what, fix] = reasons[code] ?? [`refused us (${code})`, 'check DATABASE_URL and the log of the server'];
  return problem(`The database ${what}`, fix);
}

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: ['does not answer', 'check that it runs and that host and port of DATABASE_URL are right'],
  ENOTFOUND: ['has a host name that nobody knows', 'check the host of DATABASE_URL'],
  EAI_AGAIN: ['has a host name that cannot be looked up now', 'check the host of DATABASE_URL and the DNS'],
  ETIMEDOUT: ['does not answer in time', 'check that a firewall lets this machine reach it'],
  ERR_INVALID_URL: ['has an address that cannot be read', 'write it as postgresql://user:password@host:5432/database'],
  timeout: ['does not answer in time', 'check that a firewall lets this machine reach it'],
  '28P01': ['does not accept the password', 'check user and password of DATABASE_URL'],
  '28000': ['does not let this user in', 'check the user of DATABASE_URL and pg_hba.conf'],
  '3D000': ['server has no such database', 'create it, or mend the name at the end of DATABASE_URL'],
  '42501': ['does not let this user read what it must', 'make the user of DATABASE_URL the owner of the database'],
  '53300': ['has no connection to spare', 'raise max_connections, or stop what holds them'],
};
