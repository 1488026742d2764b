import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launch, type Page } from 'puppeteer-core';

const run = promisify(execFile);

export interface TestBrowser {
  /** Opens `url` in a tab of its own browsing context and waits until it has loaded. */
  page(url: string, options?: PageOptions): Promise<Page>;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
  /** IANA zone the page believes it is in; UTC when not given. */
  readonly timeZone?: string;
}

/**
 * Starts headless Chromium from the npm package @sparticuz/chromium, as root or as an ordinary user, with nothing
 * installed on the machine. The package unpacks to a folder of this user's own (a shared one would be unreadable to
 * the next user). Its `al2023` archive holds the shared libraries (nss, nspr, expat) that a bare machine lacks; they
 * are put on LD_LIBRARY_PATH only when the program does not start without them, because they shadow the system's.
 * Its fonts archive (Open Sans) is added to the system's fonts, so that text is drawn where there are none.
 */
export async function openBrowser(): Promise<TestBrowser> {
  const home = await unpacked();
  const executablePath = join(home, 'chromium');
  const profile = await mkdtemp(join(tmpdir(), 'countersign-browser-'));
  const browser = await launch({
    executablePath,
    userDataDir: profile,
    headless: 'shell',
    env: { ...process.env, ...(await libraryPath(home)), FONTCONFIG_FILE: join(home, 'fonts.conf'), HOME: profile },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
    ],
  });
  return {
    async page(url, options = {}) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width: options.width ?? 1440, height: options.height ?? 900 });
      await page.emulateTimezone(options.timeZone ?? 'UTC');
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: options.dark === true ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: options.reducedMotion === false ? 'no-preference' : 'reduce' },
      ]);
      await page.goto(url, { waitUntil: 'load' });
      return page;
    },
    async close() {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The folder with the unpacked program; made once per user and package version, whole or not at all. */
async function unpacked(): Promise<string> {
  const manifest = new URL('../../package.json', import.meta.resolve('@sparticuz/chromium'));
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const home = join(tmpdir(), `countersign-chromium-${version}-${process.getuid?.() ?? 'user'}`);
  if (existsSync(join(home, 'chromium'))) return home;
  const fresh = await mkdtemp(`${home}-`);
  // AWS_EXECUTION_ENV is the package's only switch for unpacking its shared libraries as well.
  const env = { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  await run(process.execPath, [join(import.meta.dirname, 'unpack-chromium.script.ts')], { env });
  await mkdir(join(fresh, 'font-cache'));
  await writeFile(join(fresh, 'fonts.conf'), fontsConf(home));
  try {
    await rename(fresh, home);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(join(home, 'chromium'))) throw error;
  }
  return home;
}

async function libraryPath(home: string): Promise<{ LD_LIBRARY_PATH?: string }> {
  try {
    await run(join(home, 'chromium'), ['--version']);
    return {};
  } catch {
    return { LD_LIBRARY_PATH: [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH ?? ''].join(':') };
  }
}

function fontsConf(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(home, 'fonts')}</dir>
  <cachedir>${join(home, 'font-cache')}</cachedir>
</fontconfig>
`;
}
