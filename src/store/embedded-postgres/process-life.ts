import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** Whether the process still runs; one that ended but was not yet reaped by its parent counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return statFields(pid)?.[0] !== 'Z';
}

/** Something that tells this process from a later one with the same id, or null where the system does not say. */
export function birthOf(pid: number): string | null {
  return statFields(pid)?.[19] ?? ps(pid, 'lstart');
}

/** Whether the process runs in or was started upon the folder; null where the system does not say. */
export function worksOn(pid: number, folder: string): boolean | null {
  if (process.platform === 'linux') {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === folder) return true;
    } catch {}
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(folder);
    } catch {
      return null;
    }
  }
  const command = ps(pid, 'command');
  return command === null ? null : command.includes(folder);
}

/** The fields of /proc/PID/stat from the state on (proc_pid_stat(5)); the name before them may hold spaces. */
function statFields(pid: number): readonly string[] | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .trim()
      .split(' ');
  } catch {
    return null;
  }
}

function ps(pid: number, column: string): string | null {
  if (process.platform === 'linux') return null;
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
