/** Whether a failed request never left: its connection was not made. */
export function neverConnected(error: unknown): boolean {
  const { syscall, code } = Object(Object(error).cause);
  return /^(connect|getaddrinfo|UND_ERR_CONNECT_TIMEOUT)$/.test(syscall ?? code);
}
