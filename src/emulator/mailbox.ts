/** What happened, in order, for one reader that waits for the next thing to happen. */
export class Mailbox<T> {
  #messages: T[] = [];
  #reader: ((message: T) => void) | undefined;

  put(message: T): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) reader(message);
    else this.#messages.push(message);
  }

  take(): Promise<T> {
    const [message] = this.#messages;
    if (this.#messages.length > 0) {
      this.#messages.shift();
      return Promise.resolve(message as T);
    }
    return new Promise((resolve) => {
      this.#reader = resolve;
    });
  }

  clear(): void {
    this.#messages = [];
  }
}
