/** `2026-03-02T09:15:42.117Z` */
export function isoMilliseconds(at: number): string {
  return new Date(at).toISOString();
}

/** `2026-03-02T09:15:42.117000Z`; the clock counts milliseconds. */
export function isoMicroseconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, -1)}000Z`;
}

/** `2026-03-02T09:15:42Z` */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, -5)}Z`;
}

/** `2026-03-02T09:15:42.117000000Z` */
export function isoNanoseconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, -1)}000000Z`;
}

/** `1772442942.117000`, seconds since the epoch. */
export function epochSeconds(at: number): string {
  return `${Math.floor(at / 1000)}.${String(at % 1000).padStart(3, "0")}000`;
}

/** `20260302-09:15:42.117` */
export function fixTimestamp(at: number): string {
  return new Date(at).toISOString().slice(0, -1).replaceAll("-", "").replace("T", "-");
}
