import { createServer } from 'node:http';
import type { Closing } from './closing.ts';

/** Where the response URLs of the sent commands lead. */
export interface AnswerBox {
  /** A URL for one command, and the text that is posted there. */
  open(): { readonly url: string; readonly answer: Promise<string> };
}

export async function startAnswerBox(closing: Closing): Promise<AnswerBox> {
  const waiting = new Map<string, (body: string) => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
      const path = request.url ?? '';
      waiting.get(path)?.(Buffer.concat(chunks).toString());
      waiting.delete(path);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.add(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  let count = 0;
  return {
    open: () => {
      count += 1;
      const path = `/answers/${count}`;
      const answer = new Promise<string>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('a command was acked but not answered within 10 s')), 10_000);
        waiting.set(path, (body) => {
          clearTimeout(late);
          resolve(body);
        });
      });
      // Whoever asked may have failed before waiting for it.
      answer.catch(() => {});
      return { url: `http://127.0.0.1:${port}${path}`, answer };
    },
  };
}
