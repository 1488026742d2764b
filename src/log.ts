import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** What looks like a credential, wherever it stands in a line. */
const secretShapes =
  /xox[abposre]-[\w-]+|xapp-[\w-]+|eyJ[\w-]+\.[\w-]+\.[\w-]+|-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----|(?<=[Bb]earer\s)[\w.~+/-]+=*|(?<=[Bb]asic\s)[\w+/]+=*|(?<=:\/\/[^/\s:@]*:)[^/\s"]+(?=@)/g;

/** What a line says of an error: libraries hang whole connections on theirs. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { name, message, ...code, stack, ...(cause === undefined ? {} : { cause: told(cause) }) };
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
