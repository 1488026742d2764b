import type { Answer, Delivery } from './delivery.ts';
import { type HttpCourier, wireBody } from './http-courier.ts';
import { signatureHeaders } from './signing.ts';

/** How a request is spoiled before it is sent. `ageSec` is how old its timestamp is, negative for the future. */
export interface Spoiling {
  readonly ageSec?: number;
  readonly secret?: string;
  /** Changes the body after it was signed. */
  readonly tampered?: boolean;
  readonly unsigned?: boolean;
}

/** Sends single requests as an attacker or a muddled network would: badly signed, stale, from the future, twice. */
export class Wire {
  private readonly courier: HttpCourier;
  private readonly secret: string;
  private readonly now: () => number;

  constructor(courier: HttpCourier, secret: string, now: () => number) {
    this.courier = courier;
    this.secret = secret;
    this.now = now;
  }

  async send(delivery: Delivery, spoiling: Spoiling = {}): Promise<Answer> {
    const { body, contentType } = wireBody(delivery);
    return await this.post(body, contentType, spoiling);
  }

  /** The last request once more, with the same signature and timestamp. */
  async replay(): Promise<Answer> {
    if (this.courier.last === null) throw new RangeError('nothing was sent yet');
    return await this.courier.send(this.courier.last);
  }

  async sslCheck(): Promise<Answer> {
    return await this.post('ssl_check=1&token=local', 'application/x-www-form-urlencoded', { unsigned: true });
  }

  async urlVerification(challenge: string): Promise<Answer> {
    const body = JSON.stringify({ token: 'local', challenge, type: 'url_verification' });
    return await this.post(body, 'application/json', {});
  }

  private async post(body: string, contentType: string, spoiling: Spoiling): Promise<Answer> {
    const seconds = Math.floor(this.now() / 1000) - (spoiling.ageSec ?? 0);
    const signature = signatureHeaders(spoiling.secret ?? this.secret, body, seconds);
    return await this.courier.send({
      body: spoiling.tampered === true ? body.replace(/[a-y](?=[^a-z]*$)/, 'z') : body,
      headers: { 'content-type': contentType, ...(spoiling.unsigned === true ? {} : signature) },
    });
  }
}
