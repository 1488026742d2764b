import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeEmbeddedPostgres } from '#store/embedded-postgres/remove-embedded-postgres.ts';
import { type Clinic, openClinic } from './doctor-support.ts';

const root = join(import.meta.dirname, '../..');

function run(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}, cwd = root) {
  const { PATH, HOME } = process.env;
  const done = spawnSync(process.execPath, [join(root, 'src/main.ts'), ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { exit: done.status, out: done.stdout, err: done.stderr };
}

describe('the command line', () => {
  it('says what there is when it is asked, and when it is asked for what there is not', () => {
    expect(run(['help'])).toMatchObject({ exit: 0, out: expect.stringContaining('countersign doctor') });
    const wrong = run(['playbooks', 'polish']);
    expect(wrong).toMatchObject({ exit: 2, out: '' });
    expect(wrong.err).toMatch(/^There is no "playbooks polish"\.\n\nCountersign: /);
    expect(run(['doctor', '--jsonn'])).toMatchObject({ exit: 2, err: expect.stringContaining("'--jsonn'") });
  });

  it('lints and tests the shipped playbooks', () => {
    expect(run(['playbooks', 'lint'])).toMatchObject({ exit: 0, err: '' });
    expect(run(['playbooks', 'test'])).toMatchObject({ exit: 0, err: '' });
  });

  it('says what is wrong with a seed of the local workspace, and starts nothing', () => {
    const { exit, err } = run(['sandbox', '--no-app', '--seed', 'nowhere.yaml', '--port', '0']);
    expect(exit).toBe(2);
    expect(err).toBe('- --seed nowhere.yaml cannot be read: name a YAML file, as docs/local-workspace.md shows\n');
  });

  it('cannot check a folder that is not there', () => {
    const { exit, err } = run(['playbooks', 'lint'], { COUNTERSIGN_PLAYBOOKS: 'nowhere' });
    expect(exit).toBe(2);
    expect(err).toMatch(/^- the playbooks folder nowhere cannot be read: set COUNTERSIGN_PLAYBOOKS/);
  });

  it('reads .env of the folder it is started in; what is set already goes before it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-env-'));
    try {
      writeFileSync(join(folder, '.env'), `COUNTERSIGN_PLAYBOOKS=${join(root, 'playbooks')}\n`);
      expect(run(['playbooks', 'lint'], {}, folder).exit).toBe(0);
      expect(run(['playbooks', 'lint'], { COUNTERSIGN_PLAYBOOKS: 'nowhere' }, folder).err).toContain('nowhere');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  describe('doctor', () => {
    let clinic: Clinic;
    beforeAll(async () => {
      clinic = await openClinic();
    });
    afterAll(() => clinic.close());

    it('prints JSON, ends by itself, and tells by its exit code what came out', async () => {
      const whole = await runAside(['doctor', '--json'], clinic.env);
      expect(JSON.parse(whole.out)).toMatchObject({ ok: true });
      expect(whole).toMatchObject({ exit: 0, err: '' });
      const lacking = await runAside(['doctor'], { ...clinic.env, SLACK_BOT_TOKEN: 'xoxb-unknown' });
      expect(lacking).toMatchObject({
        exit: 1,
        out: expect.stringContaining('✗ Slack does not accept SLACK_BOT_TOKEN'),
      });
    });

    it('starts a database of its own where none is given, and leaves no server behind', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'countersign-data-'));
      try {
        const { exit, out } = await runAside(['doctor'], {
          ...clinic.env,
          DATABASE_URL: undefined,
          COUNTERSIGN_DATA: folder,
        });
        expect(out).toMatch(/^… PostgreSQL \d+\.\d+ of our own answers, for trying only — set DATABASE_URL/m);
        expect(exit).toBe(0);
        expect(existsSync(join(folder, 'postgres/launcher.lock'))).toBe(false);
      } finally {
        await removeEmbeddedPostgres(join(folder, 'postgres'));
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
});

/** As `run`, but lets this process answer for the pretend systems meanwhile. */
async function runAside(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), ...args], {
    cwd: root,
    env: { PATH, HOME, ...env },
  });
  const [out, err, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { exit, out, err };
}
