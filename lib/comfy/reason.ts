const reasons: [RegExp, string][] = [
  [/ECONNREFUSED|refused/i, "connection refused, nothing listens on this port"],
  [/ENOTFOUND|EAI_AGAIN|lookup address|dns error/i, "the name of the host is not known"],
  [/ETIMEDOUT|timed out/i, "the connection timed out"],
  [/bad port/i, "this port is one that HTTP clients refuse to use"],
  [/EHOSTUNREACH|ENETUNREACH|unreachable/i, "there is no route to it"],
  [
    /certificate|SELF_SIGNED|CERT_|UNABLE_TO_(VERIFY|GET)|UnknownIssuer/i,
    "its TLS certificate is not trusted; give the certificate of its CA as `ca` (or its file in KGEN_CA)",
  ],
  [
    /EPROTO|SSL|wrong version number|HPE_|Parse Error/i,
    "it does not speak this protocol; " +
    "is it http where https was asked, or the other way round?",
  ],
  [
    /ECONNRESET|EPIPE|reset by peer|closed before|socket hang up|UND_ERR_SOCKET|aborted/i,
    "the connection was cut",
  ],
];

/** Deno and Node word the same failure differently; here it becomes one plain reason. */
export function reason(error: unknown): string {
  const said: string[] = [];
  let e: any = error;
  for (let depth = 0; e && depth < 5; depth++) {
    said.push(String(e.code ?? ""), String(e.message ?? e));
    for (const inner of e.errors ?? []) said.push(String(inner.code ?? ""), String(inner.message));
    e = e.cause;
  }
  const all = said.join(" ");
  return reasons.find(([pattern]) => pattern.test(all))?.[1] ?? said.filter(Boolean).join(", ");
}
