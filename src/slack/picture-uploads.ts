import type { WebClient } from '@slack/web-api';
import type { Picture } from '#domain/chat.ts';
import { UpstreamError } from '#errors.ts';
import { platformCode, slackFailure } from './slack-failure.ts';
import { uploadFile } from './upload-file.ts';

export interface PictureOptions {
  readonly client: WebClient;
  /** An SVG document as PNG. */
  readonly draw: (svg: string) => Promise<Buffer>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A file of Slack's that may be shown; how long to wait for that; or that files may not be uploaded at all. */
export type Uploaded = { readonly file: string } | { readonly waitMs: number } | 'not_allowed';

const mostKept = 200;
const waitMs = 1_000;
/** How long Slack may take to read a file before we show it unread, where we may not ask whether it did. */
const blindWaitMs = 5_000;
/** After which a file that Slack has not read is given up. */
const givenUpMs = 20_000;

interface Upload {
  readonly id: string;
  readonly at: number;
  read: boolean;
}

/** Uploads pictures privately, each once: Slack shows them where they are posted, and there is no public address. */
export class PictureUploads {
  readonly #options: PictureOptions;
  /** By SVG, oldest first. */
  readonly #uploads = new Map<string, Upload>();

  constructor(options: PictureOptions) {
    this.#options = options;
  }

  /** Throws `UpstreamError` where Slack does not answer. Uploading twice does no harm, so no failure is ambiguous. */
  async fileOf(picture: Picture): Promise<Uploaded> {
    try {
      const upload = this.#uploads.get(picture.svg) ?? (await this.#upload(picture));
      return upload.read || (await this.#isRead(upload)) ? { file: upload.id } : this.#waiting(upload);
    } catch (error) {
      if (platformCode(error) !== null) return 'not_allowed';
      const failure = slackFailure(error);
      if (!(failure instanceof UpstreamError)) throw failure;
      const { retryable, retryAfterMs } = failure;
      const details = { retryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
      throw new UpstreamError('Slack', 'Slack did not take the picture of a chart.', details, { cause: error });
    }
  }

  #waiting(upload: Upload): Uploaded {
    return this.#options.now() - upload.at > givenUpMs ? 'not_allowed' : { waitMs };
  }

  async #upload({ svg, title, altText }: Picture): Promise<Upload> {
    const { client, draw, now } = this.#options;
    const bytes = await draw(svg);
    const id = await uploadFile(client, { filename: 'chart.png', bytes, altText });
    await client.files.completeUploadExternal({ files: [{ id, title }] });
    const upload = { id, at: now(), read: false };
    this.#uploads.set(svg, upload);
    for (const oldest of this.#uploads.keys()) if (this.#uploads.size > mostKept) this.#uploads.delete(oldest);
    return upload;
  }

  async #isRead(upload: Upload): Promise<boolean> {
    const { client, now } = this.#options;
    try {
      const { file } = await client.files.info({ file: upload.id });
      upload.read = (file?.mimetype ?? '') !== '';
    } catch (error) {
      if (platformCode(error) !== 'missing_scope') throw error;
      upload.read = now() - upload.at > blindWaitMs;
    }
    return upload.read;
  }
}
