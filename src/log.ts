import { DrizzleQueryError } from 'drizzle-orm';
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** What looks like a credential, wherever it stands in a line. */
const secretShapes =
  /xox[abposre]-[\w-]+|xapp-[\w-]+|eyJ[\w-]+\.[\w-]+\.[\w-]+|-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----|(?<=[Bb]earer\s)[\w.~+/-]+=*|(?<=[Bb]asic\s)[\w+/]+=*|(?<=:\/\/[^/\s:@]*:)[^/\s"]+(?=@)/g;

/** What a line says of an error: libraries hang whole connections on theirs, and a query's parameters are people's words. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, cause } = error;
  const { message, stack } = withoutParams(error);
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { name, message, ...code, stack, ...(cause === undefined ? {} : { cause: told(cause) }) };
}

function withoutParams(error: Error): { message: string; stack: string | undefined } {
  const { message, stack } = error;
  if (!(error instanceof DrizzleQueryError)) return { message, stack };
  const query = `Failed query: ${error.query}`;
  return { message: query, stack: stack?.replace(message, () => query) };
}

/**
 * The program's log: JSON lines, WARN and above with a constant message and the data in fields. Whatever looks like a
 * token, a key or a password in an address is written as `[secret]`.
 */
export function openLog(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['token', '*.token', 'password', '*.password', 'secret', '*.secret', 'authorization'],
        censor: '[secret]',
      },
      serializers: { err: told },
    },
    {
      write(line: string) {
        (destination ?? process.stdout).write(line.replaceAll(secretShapes, '[secret]'));
      },
    },
  );
}
