const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** The length of an ISO 8601 duration in minutes, since `PT24H` and `P1D` are one length and both are sent. */
export function minutes(duration: string | undefined): number | undefined {
  const parts = duration === undefined ? null : iso.exec(duration);
  if (parts === null || duration === "P" || duration?.endsWith("T") === true) return undefined;
  const [, days = 0, hours = 0, minutesSaid = 0, seconds = 0] = parts;
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutesSaid) + Number(seconds) / 60;
}

/** The other common spelling of a duration, for a server that respells: hours as minutes, days as hours, and back. */
export function respell(duration: string): string {
  const length = minutes(duration);
  if (length === undefined || length === 0 || !Number.isInteger(length)) return duration;
  const spellings = [`PT${length}M`];
  if (length % 60 === 0) spellings.push(`PT${length / 60}H`);
  if (length % 1440 === 0) spellings.push(`P${length / 1440}D`);
  return spellings.toReversed().find((spelling) => spelling !== duration) ?? duration;
}
