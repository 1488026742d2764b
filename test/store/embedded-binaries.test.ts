import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findBinaries } from '#store/embedded-postgres/binaries.ts';

let top: string;
let packaged: string;
let place: { folder: string; data: string; log: string };

/** A package as npm leaves it when its install script did not run: the links are only listed. */
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'countersign-binaries-'));
  chmodSync(top, 0o711);
  packaged = join(top, 'package');
  mkdirSync(join(packaged, 'native/bin'), { recursive: true });
  mkdirSync(join(packaged, 'native/lib'));
  writeFileSync(join(packaged, 'package.json'), '{"version":"18.4.0-beta.17"}');
  writeFileSync(join(packaged, 'native/bin/postgres'), 'server', { mode: 0o755 });
  writeFileSync(join(packaged, 'native/lib/libx.so.6.1'), 'library', { mode: 0o644 });
  const links = [{ source: 'native/lib/libx.so.6.1', target: 'native/lib/libx.so.6' }];
  writeFileSync(join(packaged, 'native/pg-symlinks.json'), JSON.stringify(links));
  place = { folder: join(top, 'place'), data: join(top, 'place/db'), log: join(top, 'place/server.log') };
  mkdirSync(place.folder);
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const stranger = { uid: 65533, gid: 65533 };
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('binaries', () => {
  test('are used where they are, completed by the missing links', () => {
    for (let time = 0; time < 2; time += 1) {
      const found = findBinaries(place, undefined, packaged);
      expect(found).toEqual({ native: join(packaged, 'native'), major: '18' });
      expect(readlinkSync(join(packaged, 'native/lib/libx.so.6'))).toBe('libx.so.6.1');
    }
  });

  test('are linked into the place where the server cannot get at them, and found there the next time', () => {
    chmodSync(packaged, 0o700);
    for (let time = 0; time < 2; time += 1) {
      const { native } = findBinaries(place, stranger, packaged);
      expect(native).toBe(join(place.folder, 'native-18.4.0-beta.17'));
      expect(readFileSync(join(native, 'lib/libx.so.6'), 'utf8')).toBe('library');
      expect(statSync(join(native, 'bin/postgres')).ino).toBe(statSync(join(packaged, 'native/bin/postgres')).ino);
    }
  });

  test('are copied with wider rights where a link would be as unreadable', () => {
    chmodSync(join(packaged, 'native/bin/postgres'), 0o700);
    chmodSync(join(packaged, 'native/lib/libx.so.6.1'), 0o600);
    const { native } = findBinaries(place, stranger, packaged);
    expect([modeOf(join(native, 'bin/postgres')), modeOf(join(native, 'lib/libx.so.6.1'))]).toEqual([0o755, 0o644]);
    expect(modeOf(join(packaged, 'native/bin/postgres'))).toBe(0o700);
  });

  test('half copied by a process that was killed are copied anew', () => {
    chmodSync(packaged, 0o700);
    mkdirSync(join(place.folder, 'native-18.4.0-beta.17.unfinished/bin'), { recursive: true });
    const { native } = findBinaries(place, stranger, packaged);
    expect(readFileSync(join(native, 'bin/postgres'), 'utf8')).toBe('server');
  });
});
