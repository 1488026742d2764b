import { startEmbeddedPostgres } from '#store/embedded-postgres/start-embedded-postgres.ts';

/** A process of its own that starts the server of a directory, says so, and waits to be killed. */
const server = await startEmbeddedPostgres({ directory: process.argv[2] ?? '', log: () => {} });
process.stdout.write(`${JSON.stringify({ url: server.url, adopted: server.adopted })}\n`);
setInterval(() => {}, 60_000);
