// The body of a function that runs in Thunderbird's privileged scope. It does for an address what the account window
// does (findConfig() in accountcreation/views/email.mjs) with Thunderbird's own modules, and returns a copy of the
// AccountConfig that the window would show. Arguments: the address, the password or null.
const [address, password] = arguments;
const folder = "resource:///modules/accountcreation/";
const { FindConfig } = ChromeUtils.importESModule(folder + "FindConfig.sys.mjs");
const { AccountConfig } = ChromeUtils.importESModule(folder + "AccountConfig.sys.mjs");

// nsMsgSocketType and nsMsgAuthMethod, in words.
const names = (table) => Object.fromEntries(Object.keys(table).map((name) => [table[name], name]));
const sockets = names(Ci.nsMsgSocketType);
const auths = names(Ci.nsMsgAuthMethod);
const server = (s) => ({
  type: s.type,
  host: s.hostname,
  port: s.port,
  socket: sockets[s.socketType] ?? s.socketType,
  auth: auths[s.auth] ?? s.auth,
  username: s.username,
});

async function find() {
  const stream = FindConfig.parallelAutoDiscovery(
    address.split("@")[1], address, new AbortController().signal, password ?? undefined, null);
  let { value, done } = await stream.next();
  let consent = null;
  while (!done) {
    // The window asks: "may another host (here) be asked for your settings?", and the user says yes.
    consent = value.host;
    ({ value, done } = await stream.next({ acceptRedirect: true }));
  }
  if (!value) {
    return null;
  }
  FindConfig.ewsifyConfig(value);
  AccountConfig.replaceVariables(value, "Alice", address, password);
  return {
    source: value.subSource || value.source,
    consent,
    complete: value.isComplete(),
    name: value.displayName ?? null,
    incoming: server(value.incoming),
    outgoing: server(value.outgoing),
    alternatives: value.incomingAlternatives.map(server),
  };
}

return find();
