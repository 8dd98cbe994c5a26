/** Somebody called the program in a way it does not have; the message says what there is instead. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
