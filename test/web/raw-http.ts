import { connect } from 'node:net';

/** What a server says to these bytes until it closes the connection; nothing more is sent, and no end. */
export async function rawAnswer(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of socket) chunks.push(Buffer.from(chunk));
  } catch {
    // A server that reads no further resets the connection once its answer is out.
  }
  return Buffer.concat(chunks).toString('utf8');
}
