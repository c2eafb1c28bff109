import { Listr, type ListrTask } from 'listr2';
import { neutralise } from '../report/neutral-text.ts';

/** A list of tasks on the screen whose ends come from elsewhere: a view of events, never their cause. */
export class ProgressList {
  readonly #ends = new Map<string, { resolve: (note: string) => void; reject: (error: Error) => void }>();
  readonly #shown: Promise<unknown>;

  constructor(titles: ReadonlyMap<string, string>) {
    const tasks = Array.from(titles, ([key, title]): ListrTask => {
      const ended = new Promise<string>((resolve, reject) => this.#ends.set(key, { resolve, reject }));
      return {
        title: neutralise(title),
        task: async (_, task) => {
          const note = await ended;
          if (note !== '') task.title = neutralise(`${title} (${note})`);
        },
      };
    });
    this.#shown = new Listr(tasks, { concurrent: true, exitOnError: false }).run();
  }

  /** Marks a task as ended well, with a note behind its title. */
  done(key: string, note = ''): void {
    this.#ends.get(key)?.resolve(note);
  }

  /** Marks a task as failed, with the reason. */
  failed(key: string, reason: string): void {
    this.#ends.get(key)?.reject(new Error(neutralise(reason)));
  }

  /** Ends what nothing was heard of, and waits until the screen is drawn. */
  async close(): Promise<void> {
    for (const { resolve } of this.#ends.values()) resolve('');
    await this.#shown;
  }
}
