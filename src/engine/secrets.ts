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

/** What is handed to a sink under one name: fields that may be read, such as a key's id, and secrets. */
export type SecretContent = Readonly<Record<string, string | Secret>>;

/** Takes new secrets away to where their owner can fetch them. */
export interface SecretSink {
  /** Proves that the sink can be written, before any secret is made; throws where it cannot. */
  prove(): Promise<void>;
  /** Stores a secret under a name and tells where it lies. */
  put(name: string, content: SecretContent): Promise<string>;
}

/** A secret's content with its values given out; what this returns is written to a sink and nowhere else. */
export function revealed(content: SecretContent): Record<string, string> {
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => [key, value instanceof Secret ? value.reveal() : value]),
  );
}

/**
 * A secret's name as the name of one file, whatever a user is called: what could lead out of a folder, pass for an
 * option, or hide in a listing is written as a code.
 */
export function plainName(name: string): string {
  return name
    .replace(/[^\w+=,.@/-]/g, (letter) => `%${letter.codePointAt(0)?.toString(16)}`)
    .replaceAll('/', '.')
    .replace(/^\.+/, '_')
    .replace(/^-/, '%2d');
}
