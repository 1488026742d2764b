/** Unpacks the Chromium of @sparticuz/chromium into TMPDIR and prints the program's path; run by browser.ts in a child. */
import chromium from '@sparticuz/chromium';

process.stdout.write(await chromium.executablePath());
