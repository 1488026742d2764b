import { customType, timestamp } from 'drizzle-orm/pg-core';

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A moment, always with its zone. */
export const at = () => timestamp({ withTimezone: true, mode: 'date' });
