import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cannotStart } from './cannot-start.ts';

/** Who the server runs as, if not as this process: PostgreSQL refuses root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where a server's files are; `folder` holds its socket, mode 0700. */
export interface Place {
  readonly folder: string;
  readonly data: string;
  readonly log: string;
}

/** `sun_path` less its closing zero and `/.s.PGSQL.5432`: unix(7), and unix(4) of macOS. */
const longestFolder = (process.platform === 'darwin' ? 103 : 107) - '/.s.PGSQL.5432'.length;

/** nobody, or any other user but root that the system knows by name: initdb refuses one without an entry. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  const users = known
    .map((line) => line.split(':'))
    .map((fields) => ({ uid: Number(fields[2]), gid: Number(fields[3]) }));
  const able = users.filter(({ uid, gid }) => uid > 0 && gid > 0);
  return able.find(({ uid }) => uid === 65534) ?? able[0] ?? { uid: 65534, gid: 65534 };
}

/**
 * Makes and returns the place for the server of `directory`: inside it, or under /var/tmp when the server's user cannot
 * get there or the socket's path would be too long. Elsewhere is written down in `directory`, for `recordedPlaces`.
 */
export function makePlace(directory: string, user: ServerUser | undefined): Place {
  const real = makeDirectory(directory);
  const inside = join(real, 'postgres');
  const fits = Buffer.byteLength(inside) <= longestFolder && reachable(real, user);
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 12);
  const folder = fits ? inside : `/var/tmp/countersign-${hash}`;
  takeFolder(folder, user);
  if (!fits) writeFileSync(recordOf(real), `${folder}\n`);
  return placeAt(folder);
}

/** The places that the server of `directory` may have left files in. */
export function recordedPlaces(directory: string): readonly Place[] {
  const real = realpathSync(directory);
  const places = [placeAt(join(real, 'postgres'))];
  try {
    const elsewhere = readFileSync(recordOf(real), 'utf8').trim();
    if (/^\/var\/tmp\/countersign-[0-9a-f]{12}$/.test(elsewhere)) places.push(placeAt(elsewhere));
  } catch {}
  return places;
}

export function recordOf(directory: string): string {
  return join(directory, 'postgres-place');
}

/** Whether that user may enter every folder down to and including this one. */
export function reachable(folder: string, user: ServerUser | undefined): boolean {
  if (user === undefined) return true;
  const stat = statSync(folder);
  const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
  const parent = dirname(folder);
  return (stat.mode & bit) !== 0 && (parent === folder || reachable(parent, user));
}

function placeAt(folder: string): Place {
  return { folder, data: join(folder, 'db'), log: join(folder, 'server.log') };
}

function makeDirectory(directory: string): string {
  try {
    const made = mkdirSync(resolve(directory), { recursive: true });
    if (made !== undefined) chmodSync(directory, 0o711);
    return realpathSync(directory);
  } catch (error) {
    const sentence = `The folder ${resolve(directory)} cannot be made. Give this user write access to the folder above it, or set DATABASE_URL to a PostgreSQL of your own.`;
    throw cannotStart(sentence, { cause: error });
  }
}

/** /var/tmp is open to everyone: a folder that somebody else made there is refused, not used. */
function takeFolder(folder: string, user: ServerUser | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  const own = process.getuid?.() ?? stat.uid;
  if (!stat.isDirectory() || (stat.uid !== own && stat.uid !== user?.uid)) {
    throw cannotStart(
      `${folder} belongs to user ${stat.uid}, not to the one that runs Countersign now (${own}). Run it as the same user as last time, or remove ${folder} if nothing in it is needed.`,
    );
  }
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
}
