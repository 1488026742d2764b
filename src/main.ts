import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError, PlaybookError } from './errors.ts';
import { keepCompiledCode, resolveDirectly } from './module-loading.ts';

const usage = async () => `Countersign: model promotions decided in Slack, in the open and on the record.

  npm run demo                      the local workspace: a pretend Slack, MLflow and Vertex AI, no accounts
    -- --fresh                      start it over   -- --port 4100   on another port
  countersign sandbox --no-app      the pretend Slack and MLflow alone, for any other app
    [--seed file.yaml] [--request-url <url>] [--port 4100]
  countersign release               migrate the database (before each deployment)
  countersign all | web | worker    run it; all is both in one process
  countersign doctor [--json]       check the set-up, one line each with what to do
  countersign ledger verify         prove the audit chain; names the first bad entry
    [--file export.jsonl]             of an export, without a database
    [--checkpoint <file or folder>] [--key <public key>]   against what was kept elsewhere
  countersign ledger export         write it out, or one row a change for auditors
    [--from 2026-11-01] [--to 2026-12-01] [--format jsonl | csv] [--out <file>]
  countersign playbooks <verb>      [--json] work on the playbooks; exit code 0 fine, 1 findings, 2 could not run
${(await import('#cli/playbooks/index.ts')).verbsHelp()}  countersign hooks <verb>          [--json] what other systems send to /hooks/<connection>
${(await import('#cli/hooks/run-hook-verb.ts')).hookVerbsHelp()}
Copy .env.example to .env and fill it in first; docs/operations.md walks through it.
`;

/** Runs one verb. Each loads only what it needs: nothing of the sandbox is loaded outside its own verb. */
async function main(argv: readonly string[]): Promise<number> {
  requireNode();
  if (argv[0] === 'playbooks' || argv[0] === 'hooks') {
    if (existsSync('.env')) process.loadEnvFile('.env');
    const rest = argv.slice(1);
    const code =
      argv[0] === 'hooks'
        ? await (await import('./hook-tools.ts')).hookTools(rest)
        : await (await import('./playbook-tools.ts')).playbookTools(rest);
    return code ?? (await refuse(argv.slice(0, 2)));
  }
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      fresh: { type: 'boolean' },
      port: { type: 'string' },
      seed: { type: 'string' },
      'no-app': { type: 'boolean' },
      'request-url': { type: 'string' },
      json: { type: 'boolean' },
      file: { type: 'string' },
      checkpoint: { type: 'string', multiple: true },
      key: { type: 'string', multiple: true },
      from: { type: 'string' },
      to: { type: 'string' },
      format: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [verb = 'help', noun] = positionals;
  if (values.help === true || verb === 'help') {
    process.stdout.write(await usage());
    return 0;
  }
  // The demo has to work beside the configuration of a real workspace, and never against its database.
  if (verb !== 'sandbox' && existsSync('.env')) process.loadEnvFile('.env');
  switch (verb) {
    case 'sandbox':
      if (values['no-app'] === true) {
        return await (await import('./sandbox-alone.ts')).runSandboxAlone({
          port: portOf(values.port),
          seed: values.seed ?? null,
          requestUrl: values['request-url'] ?? null,
        });
      }
      return await (await import('./demo.ts')).runDemo({ fresh: values.fresh === true, port: portOf(values.port) });
    case 'all':
    case 'web':
    case 'worker':
      return await (await import('./serve.ts')).serve(verb);
    case 'release':
      return await (await import('./release.ts')).release();
    case 'doctor':
      return await (await import('./doctor.ts')).doctor({ json: values.json === true });
    case 'ledger':
      if (noun === 'verify') return await (await import('./ledger-tools.ts')).verify(values);
      if (noun === 'export') return await (await import('./ledger-tools.ts')).exportTo(values);
      break;
    default:
  }
  return await refuse(positionals);
}

async function refuse(words: readonly string[]): Promise<number> {
  process.stderr.write(`There is no "${words.join(' ')}".\n\n${await usage()}`);
  return 2;
}

function requireNode(): void {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 24) return;
  throw new ConfigError([
    `Node ${process.versions.node} runs this, but 24 is needed: start it through npm (npm run demo), which brings its own`,
  ]);
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 4000);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigError([`--port ${text} is no port: use a number up to 65535`]);
}

// Before anything large is loaded, which each verb does by itself.
keepCompiledCode(fileURLToPath(new URL('../node_modules', import.meta.url)));
resolveDirectly();

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof ConfigError) process.stderr.write(`${error.problems.map((line) => `- ${line}`).join('\n')}\n`);
  else if (error instanceof PlaybookError) process.stderr.write(`${error.message}\n`);
  else if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${error.message}\n\n${await usage()}`);
  } else throw error;
  process.exitCode = 2;
}
