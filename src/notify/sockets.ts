// Bytes to a host without HTTP, passed in: the door through which a channel reaches a log collector.

export interface SocketTarget {
  host: string;
  port: number;
  over: "udp" | "tcp" | "tls";
  /** The certificate authority in PEM form, when it is not a public one; only for tls. */
  ca?: string | undefined;
}

/**
 * Sends the bytes as one datagram, or over a connection of their own that is closed behind them. Resolves once they have left and,
 * over a connection, the far side has closed it too or has had three seconds for it: more than that nobody says.
 * Throws notify.address-refused, or what the network threw.
 */
export interface Sockets { send(target: SocketTarget, bytes: Uint8Array, signal: AbortSignal): Promise<void> }
