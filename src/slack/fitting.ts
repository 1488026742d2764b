import type { Picture, Rendered } from '#domain/chat.ts';
import { UpstreamError } from '#errors.ts';
import { fittedBlocks } from '#views/fitted-blocks.ts';
import { type PictureOptions, PictureUploads } from './picture-uploads.ts';
import { RefusedBlocks } from './refused-blocks.ts';
import { platformCode, slackFailure } from './slack-failure.ts';

/**
 * Brings messages into a form that the workspace takes. What Slack refuses is not sent again here: the call fails as
 * one to be tried again at once, and the next `fit` answers another form.
 */
export class Fitting {
  readonly #refused: RefusedBlocks;
  readonly #uploads: PictureUploads;
  /** What was wanted, by what went out in its place. */
  readonly #wanted = new WeakMap<readonly object[], readonly object[]>();

  constructor(options: Omit<PictureOptions, 'draw'> & { readonly drawPng: PictureOptions['draw'] }) {
    this.#refused = new RefusedBlocks(options.now);
    this.#uploads = new PictureUploads({ ...options, draw: options.drawPng });
  }

  /** As `Chat` has it. */
  async fit(message: Rendered): Promise<Rendered | { readonly waitMs: number }> {
    const { charts, tables } = this.#refused.taken;
    if (charts && tables) return message;
    const files = charts ? new Map<string, string>() : await this.#filesOf(message.pictures ?? []);
    if ('waitMs' in files) return files;
    const blocks = fittedBlocks(message, { charts, tables }, files);
    this.#wanted.set(blocks, message.blocks);
    return { ...message, blocks };
  }

  /** Makes a call that shows these blocks, and learns from whether Slack takes them. */
  async watched<T>(blocks: readonly object[], call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call();
      this.#refused.tookInstead(this.#wanted.get(blocks) ?? blocks, blocks);
      return answer;
    } catch (error) {
      if (platformCode(error) !== 'invalid_blocks' || !this.#refused.refused(blocks)) throw slackFailure(error);
      const sentence = 'Slack did not take the charts or tables of a message; it is sent with pictures or in words.';
      throw new UpstreamError('Slack', sentence, { retryable: true, retryAfterMs: 0 }, { cause: error });
    }
  }

  async #filesOf(pictures: readonly Picture[]): Promise<ReadonlyMap<string, string> | { readonly waitMs: number }> {
    const files = new Map<string, string>();
    for (const picture of this.#refused.taken.pictures ? pictures : []) {
      const uploaded = await this.#uploads.fileOf(picture);
      if (uploaded === 'not_allowed') {
        this.#refused.noPictures();
        return new Map();
      }
      if ('waitMs' in uploaded) return uploaded;
      files.set(picture.blockId, uploaded.file);
    }
    return files;
  }
}
