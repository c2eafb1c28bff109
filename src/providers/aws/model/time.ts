import { z } from 'zod';

/** A time as AWS tells it, in ISO 8601; empty where it did not tell. */
export const timeSchema = z.string().refine((text) => text === '' || !Number.isNaN(Date.parse(text)), {
  error: 'expected a time such as 2026-11-22T10:00:00Z',
});
