import { inspect } from 'node:util';

const hidden = '[secret]';

/** A value that no serialiser, logger or template can print by accident; only `reveal` gives it out. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for handing to a sink and nothing else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}

/** Takes new secrets away to where their owner can fetch them. */
export interface SecretSink {
  /** Proves that the sink can be written, before any secret is made; throws where it cannot. */
  prove(): Promise<void>;
  /** Stores a secret under a name and tells where it lies. */
  put(name: string, content: Readonly<Record<string, string | Secret>>): Promise<string>;
}
